package io.shardfit.adapters.web;

import java.io.Serial;

/// Ends a request with a problem, from wherever it was found.
public final class ProblemException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false); // no bug: its trace tells nothing
        this.problem = problem;
    }

    public static ProblemException of(ProblemKind kind, String detail) {
        return new ProblemException(Problem.of(kind, detail));
    }

    public Problem problem() {
        return problem;
    }
}
