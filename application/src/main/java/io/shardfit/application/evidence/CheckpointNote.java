package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Digest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A checkpoint as the text of a note (C2SP tlog-checkpoint): origin, size, base64 of the root.
public final class CheckpointNote {
    /// Lines beyond the third say things that we do not know.
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<origin>[^\n]+)\n(?<size>0|[1-9][0-9]{0,17})\n(?<root>[^\n]+)\n([^\n]+\n)*");

    private static final int ROOT_BYTES = 32;

    private CheckpointNote() {}

    static String text(Checkpoint checkpoint) {
        return "%s\n%d\n%s\n"
                .formatted(checkpoint.origin(), checkpoint.size(), base64(checkpoint.root()));
    }

    static String base64(Digest root) {
        return Base64.getEncoder().encodeToString(root.hash());
    }

    /// {@return what the note says, whoever signed it}
    ///
    /// @throws IllegalArgumentException if it is not a checkpoint, saying what one has
    public static Checkpoint read(SignedNote note) {
        Matcher parts = FORM.matcher(note.text());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "not a checkpoint: its lines are the origin, the size and the root");
        }
        byte[] root = StrictBase64.read(parts.group("root"));
        if (root.length != ROOT_BYTES) {
            throw new IllegalArgumentException("not a checkpoint: a root has 32 bytes");
        }
        return new Checkpoint(
                parts.group("origin"), Long.parseLong(parts.group("size")), Digest.ofHash(root));
    }
}
