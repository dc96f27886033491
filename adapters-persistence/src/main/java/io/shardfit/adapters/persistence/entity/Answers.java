package io.shardfit.adapters.persistence.entity;

import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;

/// What repositories are asked passes here, so that a database that does not answer is the same
/// exception as elsewhere: Micronaut Data wraps what the driver throws in one of several types.
///
/// @param failed what is thrown instead of the driver's exception
record Answers(
        TransactionOperations<Connection> transactions,
        Function<SQLException, ? extends RuntimeException> failed) {
    /// {@return the answer to one question, which is one statement}
    <T> T of(Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException wrapped) {
            throw translated(wrapped);
        }
    }

    void done(Runnable change) {
        of(() -> {
            change.run();
            return true;
        });
    }

    /// {@return the answer to questions of which all take effect or none}
    <T> T together(Supplier<T> questions) {
        return of(() -> transactions.executeWrite(_ -> questions.get()));
    }

    private RuntimeException translated(RuntimeException wrapped) {
        for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException thrown) {
                return failed.apply(thrown);
            }
        }
        return wrapped;
    }
}
