package io.shardfit.application.evidence;

/// One signature line of a note.
///
/// @param name of the key
/// @param base64 the four bytes of the key's id and the signature
public record NoteSignature(String name, String base64) {
    private static final int ID_BYTES = 4;

    public NoteSignature {
        if (StrictBase64.read(base64).length <= ID_BYTES) {
            throw new IllegalArgumentException("a signature of no bytes by " + name);
        }
    }

    byte[] bytes() {
        return StrictBase64.read(base64);
    }
}
