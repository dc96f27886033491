package io.shardfit.adapters.cli;

/// The answer could not be written, for example because the disk is full.
final class AnswerLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AnswerLost(String reason) {
        super(reason);
    }
}
