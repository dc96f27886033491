package io.shardfit.application.port;

/// Brings {@link ReadModels} up to the log. Any number of programs may run it on one log: every
/// entry takes effect once. It changes nothing but read models: what a rebuild sends is nothing.
///
/// Both methods throw {@link io.shardfit.application.event.UnreadableEvent} at an entry that this
/// program does not know: the read models then tell up to the entry before, and a rebuild leaves
/// them as they were.
public interface Projection {
    /// {@return up to where in the log the read models tell now}
    ///
    /// @throws IllegalStateException if a newer program made them
    long catchUp();

    /// Makes them anew from the first entry while the old ones are read, then puts them in their
    /// place. Of several programs that want to, one after the other does.
    ///
    /// @return up to where in the log they tell now
    long rebuild();
}
