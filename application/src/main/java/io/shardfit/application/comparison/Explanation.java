package io.shardfit.application.comparison;

/// Something that the plan takes for granted and that would change a prediction by some bytes.
public sealed interface Explanation {
    /// {@return by how much the expected bytes would change, with sign}
    long change();

    /// {@return how many bytes of a residual it accounts for; negative when it makes things worse}
    default long accountsFor(long residual) {
        return Math.abs(residual) - Math.abs(residual - change());
    }

    /// Another value of a plan key, with which the plan was computed again.
    ///
    /// @param before what the plan says or what was assumed
    /// @param assumed whether the plan leaves the key open
    record OtherValue(String key, String value, String before, boolean assumed, long change)
            implements Explanation {}

    /// An end of a part's interval, which a run may reach.
    ///
    /// @param change to the end of the interval on the side of the residual
    /// @param reason where the interval comes from
    record WideInterval(String part, String reason, long change) implements Explanation {
        /// Anything up to the end is possible.
        @Override
        public long accountsFor(long residual) {
            return Long.signum(residual) == Long.signum(change)
                    ? Math.min(Math.abs(residual), Math.abs(change))
                    : 0;
        }
    }

    /// Something the run printed that the plan has no part for.
    record NotInThePlan(String what, String place, long change) implements Explanation {}

    /// A part that the run measured by itself and that differs there too.
    ///
    /// @param what the measured quantity
    record MeasuredApart(String what, String place, long change) implements Explanation {}
}
