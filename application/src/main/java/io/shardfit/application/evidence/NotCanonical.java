package io.shardfit.application.evidence;

/// Says what keeps bytes from being an entry, and at which byte. Without a stack: it is expected.
final class NotCanonical extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotCanonical(String why, int at) {
        super("%s (byte %d)".formatted(why, at), null, false, false);
    }
}
