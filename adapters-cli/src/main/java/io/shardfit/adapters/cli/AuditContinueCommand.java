package io.shardfit.adapters.cli;

import io.shardfit.application.evidence.ContinueLog;
import io.shardfit.application.evidence.KnownCheckpoint;
import io.shardfit.application.evidence.Signer;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.evidence.StartUpGate;
import io.shardfit.application.evidence.Tampering;
import io.shardfit.application.evidence.VerifyingKey;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.port.LedgerTables;
import io.shardfit.application.port.OpenLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets a log go on whose end is lost.
@Command(
        name = "continue",
        mixinStandardHelpOptions = true,
        description =
                "Puts on the record that the end of the log is lost, as after the restore of an old"
                        + " backup. The log goes on under a new origin with a new key, and prints its"
                        + " first checkpoint.")
final class AuditContinueCommand implements Callable<Integer> {
    /// Whoever may run commands on the ledger's own database.
    private static final Actor OPERATOR = Actor.human("usr_operator");

    private static final Pattern NUMBERED = Pattern.compile("(?<stem>.*-)(?<number>[0-9]{1,9})");

    @Mixin private LedgerOptions ledger = new LedgerOptions();

    @Parameters(
            paramLabel = "CHECKPOINT",
            description = "the largest checkpoint that anyone has of the log as it was")
    private Path checkpoint = Path.of("");

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "how the entries were lost; everybody who verifies the log reads it")
    private String reason = "";

    @Option(
            names = "--lost",
            paramLabel = "FIRST-LAST",
            description =
                    "the positions that are given up, as in 16-20; without it the command says"
                            + " which they are and changes nothing")
    private @Nullable String lost;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "the new origin (default: the old one, numbered, as in …/log-2)")
    private @Nullable String next;

    @Override
    public Integer call() {
        return LedgerTrouble.told(() -> {
            try (OpenLedger open = ledger.open()) {
                List<KnownCheckpoint> known = KnownCheckpoints.all(open, List.of(checkpoint));
                List<VerifyingKey> keys = ledger.verifyingKeys(open);
                return switch (KnownCheckpoints.gate(open, keys, known)) {
                    case StartUpGate.Outcome.Open(long size, String _) ->
                            refused(
                                    "nothing of %s is missing that is not on the record: the log has %d entries"
                                            .formatted(checkpoint, size));
                    case StartUpGate.Outcome.Closed(List<Tampering> found) ->
                            continued(open, keys, known, found);
                };
            }
        });
    }

    private int continued(
            OpenLedger open,
            List<VerifyingKey> keys,
            List<KnownCheckpoint> known,
            List<Tampering> found) {
        List<Tampering> others =
                found.stream().filter(one -> !(one instanceof Tampering.Cut)).toList();
        if (!others.isEmpty()) {
            others.forEach(one -> Errors.print("not only cut off: " + one.message()));
            return ExitCode.NOT_READY;
        }
        Tampering.Cut largest = (Tampering.Cut) found.getLast();
        String range = "%d-%d".formatted(largest.events() + 1, largest.size());
        if (!range.equals(lost)) {
            return refused(
                    "the positions %s are lost%s: to give them up for good, say --lost %s"
                            .formatted(range, lost == null ? "" : ", not " + lost, range));
        }
        String origin = next == null ? numbered(ledger.origins(open).current()) : next;
        SigningKey key = ledger.keyFor(origin);
        ContinueLog.Outcome outcome =
                new ContinueLog(open.events(), keys)
                        .continueAs(
                                origin,
                                note(known, largest.checkpoint()),
                                reason,
                                OPERATOR,
                                UUID.randomUUID());
        return switch (outcome) {
            case ContinueLog.Outcome.Continued(long position, long _) ->
                    signed(open, key, position);
            case ContinueLog.Outcome.Rejected(String why) -> refused(why);
            case ContinueLog.Outcome.NotAppended(var answer) ->
                    refused("the ledger cannot be written: " + answer);
        };
    }

    private static String note(List<KnownCheckpoint> known, String name) {
        return known.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .note();
    }

    static String numbered(String origin) {
        Matcher form = NUMBERED.matcher(origin);
        return form.matches()
                ? form.group("stem") + (Long.parseLong(form.group("number")) + 1)
                : origin + "-2";
    }

    private int signed(OpenLedger open, SigningKey key, long position) {
        System.err.printf(
                "the log goes on at position %d as %s, signed with %s%n"
                        + "its public key: %s%n"
                        + "keep this checkpoint elsewhere, and tell those who keep the old ones%n",
                position,
                key.verifyingKey().name(),
                ledger.keyFile(key.verifyingKey().name()),
                key.verifyingKey().text());
        try (LedgerTables tables = open.tables()) {
            return AuditCheckpointCommand.answer(
                    new Signer(tables, open.checkpoints(), key).sign());
        }
    }

    private static int refused(String why) {
        Errors.print(why);
        return ExitCode.USAGE;
    }
}
