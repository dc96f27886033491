package io.shardfit.application.port;

/// Brings {@link ReadModels} up to the log. Any number of programs may run it on one log: every
/// entry takes effect once. It changes nothing but read models: what a rebuild sends is nothing.
///
/// Both methods throw {@link io.shardfit.application.event.UnreadableEvent} at an entry that this
/// program does not know, having projected all before it.
public interface Projection {
    /// {@return up to where in the log the read models tell now}
    long catchUp();

    /// Makes them anew from the first entry while the old ones are read, then puts them in their
    /// place.
    ///
    /// @return up to where in the log they tell now
    /// @throws IllegalStateException if another program is rebuilding them
    long rebuild();
}
