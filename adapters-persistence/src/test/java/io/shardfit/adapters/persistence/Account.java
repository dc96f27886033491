package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.evidence.CheckLedger;
import io.shardfit.application.evidence.Signer;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.LedgerTables;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// What a log promised, held against what it has. Each command is one event, so whoever knows the
/// answers knows the log: every answered position holds that command, every command lies there once
/// at most, positions have no gap, and nothing is there that nobody sent.
final class Account {
    private static final int PAGE = 10_000;

    private final SigningKey key = SigningKey.generate("test.shardfit.io/log");
    private final Set<UUID> sent = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Long> answered = new ConcurrentHashMap<>();
    private final Map<UUID, Long> found = new ConcurrentHashMap<>();
    private long read;

    static Command command(UUID id) {
        StreamId stream = StreamId.deployment("d" + Math.floorMod(id.hashCode(), 7));
        return Commands.by(Commands.ANNA, id, id.toString(), Commands.to(stream, "n"));
    }

    void sent(UUID id) {
        sent.add(id);
    }

    /// @throws AssertionError if it was answered before, and otherwise
    void answered(UUID id, long position) {
        Long before = answered.put(id, position);
        assertThat(before).as("an earlier answer to %s", id).isIn(null, position);
    }

    /// Sends a command and keeps the answer, if there is a definite one.
    AppendOutcome send(Function<Command, AppendOutcome> log, UUID id) {
        sent(id);
        AppendOutcome outcome = log.apply(command(id));
        if (outcome instanceof Appended(long first, long _, boolean _)) {
            answered(id, first);
        }
        return outcome;
    }

    int answers() {
        return answered.size();
    }

    long events() {
        return read;
    }

    /// {@return whether it was in the log when that was last read}
    boolean wasFound(UUID id) {
        return found.containsKey(id);
    }

    /// {@return commands that nobody has an answer to}
    List<UUID> unknown() {
        return sent.stream().filter(id -> !answered.containsKey(id)).toList();
    }

    /// Reads what was added since the last time.
    ///
    /// @throws AssertionError if anything is lost, there twice, missing in the numbers or not ours
    void check(EventLog log) {
        for (List<Entry> page = log.after(read, PAGE);
                !page.isEmpty();
                page = log.after(read, PAGE)) {
            for (Entry entry : page) {
                assertThat(entry.position()).as("gapless").isEqualTo(++read);
                assertThat(sent.contains(entry.commandId()))
                        .as("sent by us")
                        .isTrue(); // not one by one
                assertThat(found.put(entry.commandId(), entry.position()))
                        .as("duplicate of %s", entry.commandId())
                        .isNull();
            }
        }
        assertThat(found).as("answered but lost").containsAllEntriesOf(answered);
    }

    /// Every byte once more: leaf hashes, columns, commands, and all checkpoints signed so far.
    void fsck(LedgerStore ledger) {
        CheckLedger.Outcome outcome =
                new CheckLedger(ledger::tables, List.of(key.verifyingKey()), _ -> Set.of())
                        .check(List.of());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CheckLedger.Outcome.Sound.class,
                        sound -> assertThat(sound.events()).isEqualTo(read));
    }

    void sign(LedgerStore ledger) {
        try (LedgerTables tables = ledger.tables()) {
            assertThat(new Signer(tables, ledger.checkpoints(), key).sign())
                    .isNotInstanceOf(Signer.Outcome.Refused.class);
        }
    }

    SigningKey key() {
        return key;
    }
}
