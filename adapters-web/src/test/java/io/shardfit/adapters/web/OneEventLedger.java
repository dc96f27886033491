package io.shardfit.adapters.web;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.LedgerHealth;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.CheckpointLog;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.LedgerTables;
import io.shardfit.application.port.OpenLedger;
import io.shardfit.application.port.Projection;
import io.shardfit.application.port.ReadModels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A ledger in which one thing happened; the web adapter may not know the real one.
final class OneEventLedger implements OpenLedger, EventLog {
    static final String LINE =
            "{\"actor\":{\"auth\":\"local\",\"id\":\"usr_ana\",\"kind\":\"human\"},"
                    + "\"commandId\":\"019a0000-0000-7000-8000-000000000002\","
                    + "\"correlation\":\"019a0000-0000-7000-8000-000000000002\","
                    + "\"data\":{\"fileName\":\"<b>plan</b>\"},"
                    + "\"eventId\":\"019a0000-0000-7000-8000-000000000001\","
                    + "\"position\":1,\"recordedAt\":\"2026-11-23T10:00:00.500000Z\","
                    + "\"schemaVersion\":1,\"streamId\":\"deployment-moe\",\"streamVersion\":1,"
                    + "\"type\":\"PlanSubmitted\"}";

    private static byte[] bytes() {
        return LINE.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public AppendOutcome append(Command command) {
        throw new UnsupportedOperationException("nothing is written here");
    }

    @Override
    public List<Entry> after(long position, int limit) {
        return bytesAfter(position, limit).stream().map(EntryFormat::read).toList();
    }

    @Override
    public List<byte[]> bytesAfter(long position, int limit) {
        return position < 1 ? List.of(bytes()) : List.of();
    }

    @Override
    public List<Entry> stream(StreamId stream) {
        return after(0, 1).stream().filter(entry -> entry.stream().equals(stream)).toList();
    }

    @Override
    public Head head() {
        return new Head(1, Optional.of(EntryFormat.read(bytes()).recordedAt()));
    }

    @Override
    public Optional<Document> document(Digest digest) {
        return Optional.empty();
    }

    @Override
    public EventLog events() {
        return this;
    }

    @Override
    public CheckpointLog checkpoints() {
        throw new UnsupportedOperationException("nothing is signed here");
    }

    @Override
    public LedgerTables tables() {
        throw new UnsupportedOperationException("nothing is stored here");
    }

    @Override
    public ReadModels readModels() {
        throw new UnsupportedOperationException("nothing is projected here");
    }

    @Override
    public Projection projection() {
        throw new UnsupportedOperationException("nothing is projected here");
    }

    @Override
    public LedgerHealth health() {
        return new LedgerHealth.Answering(1, 0, Optional.empty(), Duration.ZERO);
    }

    @Override
    public void close() {}
}
