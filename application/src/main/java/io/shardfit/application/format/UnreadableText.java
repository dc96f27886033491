package io.shardfit.application.format;

/// Leaves the depth of a parser with the reason; never leaves this package.
final class UnreadableText extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position at;
    private final String problem;
    private final String remedy;

    UnreadableText(Position at, String problem, String remedy) {
        super(problem);
        this.at = at;
        this.problem = problem;
        this.remedy = remedy;
    }

    Position at() {
        return at;
    }

    String problem() {
        return problem;
    }

    String remedy() {
        return remedy;
    }
}
