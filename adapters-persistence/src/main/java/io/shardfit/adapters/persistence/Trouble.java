package io.shardfit.adapters.persistence;

import io.shardfit.application.port.LedgerSilent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// What an error of the database means for the commands at hand; PostgreSQL's list of error codes
/// is its appendix A.
enum Trouble {
    /// Somebody else holds the log, perhaps frozen: the database ends that within three seconds.
    BUSY(Duration.ofSeconds(30)),
    /// The connection is lost, or the server is starting, stopping or a standby.
    GONE(Duration.ofSeconds(5)),
    /// Nothing a command can help: no space, no right, no memory, too slow.
    UNAVAILABLE(Duration.ZERO),
    /// What was to be written is not allowed.
    REFUSED(Duration.ZERO);

    private static final Set<String> WAITING = Set.of("55P03", "40001", "40P01");
    private static final Set<String> ENDED =
            Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04", "25006");
    private static final Set<String> ANSWERS = Set.of("EV", "22", "23", "54");
    private static final int CLASS_LENGTH = 2;
    private static final String OVERLOADED = "53";
    private static final String TOO_SLOW = "57014";

    private final Duration patience;

    Trouble(Duration patience) {
        this.patience = patience;
    }

    /// {@return how long it is worth trying again}
    Duration patience() {
        return patience;
    }

    static Trouble of(SQLException error) {
        String state = Optional.ofNullable(error.getSQLState()).orElse("08000");
        if (WAITING.contains(state)) {
            return BUSY;
        }
        if (state.startsWith("08") || ENDED.contains(state)) {
            return GONE;
        }
        return ANSWERS.contains(state.substring(0, CLASS_LENGTH)) ? REFUSED : UNAVAILABLE;
    }

    /// {@return what a reader throws: whoever asks again gets an answer if the database was away,
    /// overloaded or too slow, and the same error if the question or the data are wrong}
    static UncheckedIOException reading(SQLException error) {
        String reason = "the database did not answer: " + reason(error);
        return isSilence(error)
                ? new LedgerSilent(reason, error)
                : new UncheckedIOException(new IOException(reason, error));
    }

    private static boolean isSilence(SQLException error) {
        Trouble trouble = of(error);
        String state = Optional.ofNullable(error.getSQLState()).orElse("");
        return trouble == BUSY
                || trouble == GONE
                || state.startsWith(OVERLOADED)
                || state.equals(TOO_SLOW);
    }

    /// {@return what the server said, without where in its source it said so}
    static String reason(SQLException error) {
        String given = String.valueOf(error.getMessage());
        if (error instanceof PSQLException answered) {
            return Optional.ofNullable(answered.getServerErrorMessage())
                    .map(ServerErrorMessage::getMessage)
                    .orElse(given);
        }
        return given;
    }
}
