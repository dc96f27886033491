package io.shardfit.application.evidence;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Logs to try things on, signed with the key that golang/mod@02c9913 sumdb/note/note_test.go
/// publishes: it is nobody's secret.
final class Logs {
    static final String ORIGIN = "PeterNeumann";
    static final SigningKey KEY =
            SigningKey.read(
                    """
                    PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz
                    PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
                    """);

    private Logs() {}

    static MemoryLog of(int entries) {
        MemoryLog log = new MemoryLog();
        grow(log, entries);
        return log;
    }

    /// Every fifth event names a document.
    static void grow(MemoryLog log, int entries) {
        for (int i = log.rows.size(); i < entries; i++) {
            Document plan =
                    new Document("text/plain", ("plan " + i).getBytes(StandardCharsets.UTF_8));
            Digest digest = i % 5 == 0 ? plan.digest() : Digest.of(new byte[] {(byte) i});
            NewEvent event =
                    new NewEvent(
                            "Tried",
                            1,
                            Json.fields()
                                    .with("planDigest", digest.text())
                                    .with("reason", "größer als \"64\"\n" + i)
                                    .with("experts", Json.given(i, "", "", "test"))
                                    .with("passes", new Json.Flag(i % 2 == 0))
                                    .build());
            log.append(
                    new Command(
                            Actor.human("usr_ana"),
                            new UUID(7, i),
                            digest,
                            Optional.empty(),
                            List.of(
                                    new StreamAppend(
                                            StreamId.deployment("moe-" + i % 3),
                                            ExpectedVersion.ANY,
                                            List.of(event))),
                            i % 5 == 0 ? List.of(plan) : List.of()));
        }
    }

    /// {@return the note that was published}
    static String sign(MemoryLog log) {
        return sign(log, KEY);
    }

    static String sign(MemoryLog log, SigningKey key) {
        Signer.Outcome outcome = new Signer(log, log, key).sign();
        if (outcome instanceof Signer.Outcome.Published(var signed)) {
            return signed.note();
        }
        throw new AssertionError(outcome);
    }
}
