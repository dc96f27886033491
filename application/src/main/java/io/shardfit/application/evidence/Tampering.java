package io.shardfit.application.evidence;

import java.util.UUID;

/// One thing that is not as it was recorded, and where.
public sealed interface Tampering {
    /// {@return the place and what is wrong there, in one line}
    String message();

    /// A line that no writer of ours wrote, or not there.
    record Line(long line, String why) implements Tampering {
        @Override
        public String message() {
            return "line %d: %s".formatted(line, why);
        }
    }

    /// One event twice.
    record Twice(long line, UUID eventId, long before) implements Tampering {
        @Override
        public String message() {
            return "line %d: the event %s stands on line %d already"
                    .formatted(line, eventId, before);
        }
    }

    /// A checkpoint that is none, or of no log whose key is given, or not signed with it.
    record Unsigned(String checkpoint, String why) implements Tampering {
        @Override
        public String message() {
            return "%s: %s".formatted(checkpoint, why);
        }
    }

    /// Entries that were signed are gone.
    record Cut(String checkpoint, long size, long events) implements Tampering {
        @Override
        public String message() {
            return "%s: signed for %d events, but the log ends after %d: positions %d to %d are gone"
                    .formatted(checkpoint, size, events, events + 1, size);
        }
    }

    /// Entries that were signed are others now.
    ///
    /// @param sound a smaller checkpoint still holds up to here; 0 for none
    record Rewritten(String checkpoint, long size, long sound) implements Tampering {
        @Override
        public String message() {
            return "%s: signed for %d events, but positions %d to %d are not what was signed"
                    .formatted(checkpoint, size, sound + 1, size);
        }
    }

    /// A document that is not the one of its digest.
    record OtherDocument(String name) implements Tampering {
        @Override
        public String message() {
            return "documents/%s: its bytes have another digest than its name".formatted(name);
        }
    }

    /// A document that an entry cannot do without.
    record MissingDocument(String name, long line) implements Tampering {
        @Override
        public String message() {
            return "documents/%s: is not there, and line %d names it".formatted(name, line);
        }
    }

    /// Lines behind the end of what was signed: an export has none.
    record Unsealed(long first, long last) implements Tampering {
        @Override
        public String message() {
            return "line %d: lines %d to %d are beyond every checkpoint given: nobody signed them"
                    .formatted(first, first, last);
        }
    }
}
