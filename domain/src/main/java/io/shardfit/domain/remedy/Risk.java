package io.shardfit.domain.remedy;

/// What an edit may do to the results of the job, from nothing to another job.
public enum Risk {
    /// The same values, up to the order of sums.
    NONE,
    /// Values are rounded otherwise: a short run or an evaluation must confirm it.
    ROUNDING,
    /// Training takes another course.
    TRAINING,
    /// Less is done than the plan asked for.
    LESS_WORK
}
