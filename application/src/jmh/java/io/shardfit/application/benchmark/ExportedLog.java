package io.shardfit.application.benchmark;

import io.shardfit.application.document.Json;
import io.shardfit.application.evidence.MerkleFrontier;
import io.shardfit.application.evidence.MerkleTree;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/// An export of any size, with events like verdicts: about 0.8 kB, four digests of their own each.
final class ExportedLog {
    private static final Instant START = Instant.parse("2026-11-23T09:00:00Z");
    private static final int DIGESTS = 4;

    private ExportedLog() {}

    static void write(Path folder, int events) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        MerkleFrontier frontier = new MerkleFrontier();
        try (OutputStream lines =
                new BufferedOutputStream(Files.newOutputStream(folder.resolve("events.jsonl")))) {
            for (int position = 1; position <= events; position++) {
                byte[] entry = EntryFormat.write(entry(position, random));
                frontier.append(MerkleTree.leaf(entry));
                lines.write(entry);
                lines.write('\n');
            }
        }
        SigningKey key = SigningKey.generate("example.org/log");
        String root = Base64.getEncoder().encodeToString(frontier.root().hash());
        String text = "example.org/log\n%d\n%s\n".formatted(events, root);
        Files.writeString(folder.resolve("checkpoint.txt"), key.sign(text).written());
        Files.writeString(folder.resolve("log.vkey"), key.verifyingKey().text() + "\n");
    }

    private static Entry entry(int position, SplittableRandom random) {
        UUID command = new UUID(random.nextLong(), random.nextLong());
        Json.Builder data =
                Json.fields()
                        .with("result", "NOT_READY")
                        .with("engineVersion", "0.1.0")
                        .with("findings", Json.given(random.nextInt(20), "", "", "benchmark"));
        for (int i = 0; i < DIGESTS; i++) {
            byte[] bytes = Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8);
            data.with("digest" + i, Digest.of(bytes).text());
        }
        return new Entry(
                position,
                new UUID(random.nextLong(), random.nextLong()),
                StreamId.deployment("llama-70b-" + position % 1000),
                1 + position / 1000,
                START.plusMillis(position),
                command,
                Actor.human("usr_7c1f0a4be2d94f06"),
                Optional.empty(),
                command,
                new NewEvent("VerdictComputed", 1, data.build()));
    }
}
