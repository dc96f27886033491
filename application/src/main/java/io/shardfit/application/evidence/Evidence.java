package io.shardfit.application.evidence;

import java.nio.file.Path;
import java.util.List;

/// What a log can be verified with, as an export lays it out.
///
/// @param events one entry a line, from position 1
/// @param checkpoint the signed checkpoint that came with them
/// @param key the public keys, one a line; better one that was kept elsewhere
/// @param documents a folder of files called after their SHA-256; need not exist
/// @param older checkpoints that anyone kept
public record Evidence(Path events, Path checkpoint, Path key, Path documents, List<Path> older) {
    static final String EVENTS = "events.jsonl";
    static final String CHECKPOINT = "checkpoint.txt";
    static final String KEY = "log.vkey";
    static final String DOCUMENTS = "documents";

    public Evidence {
        older = List.copyOf(older);
    }

    public static Evidence inFolder(Path folder) {
        return new Evidence(
                folder.resolve(EVENTS),
                folder.resolve(CHECKPOINT),
                folder.resolve(KEY),
                folder.resolve(DOCUMENTS),
                List.of());
    }

    public Evidence withKey(Path other) {
        return new Evidence(events, checkpoint, other, documents, older);
    }

    public Evidence withOlder(List<Path> checkpoints) {
        return new Evidence(events, checkpoint, key, documents, checkpoints);
    }
}
