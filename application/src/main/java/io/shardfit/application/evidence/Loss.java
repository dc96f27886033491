package io.shardfit.application.evidence;

/// A checkpoint of entries that were lost, as the log itself says.
///
/// @param checkpoint its name
/// @param size that it was signed for
/// @param said where the log says so
public record Loss(String checkpoint, long size, Continuation said) {
    /// {@return what is gone and where that stands, in one line}
    public String message() {
        return "%s: signed for %d events; positions %d to %d of them were lost, as position %d says"
                .formatted(checkpoint, size, said.position(), size, said.position());
    }
}
