package io.shardfit.adapters.cli;

import io.shardfit.application.evidence.Signer;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.port.LedgerTables;
import io.shardfit.application.port.OpenLedger;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Signs a growing log every ten seconds, and stops for good at the first thing that does not
/// agree: someone has to look.
final class Notary implements AutoCloseable {
    private static final long SECONDS = 10;

    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private final Signer signer;

    private Notary(OpenLedger ledger, SigningKey key) {
        this.signer =
                new Signer(
                        (position, limit) -> {
                            try (LedgerTables now = ledger.tables()) {
                                return now.rowsAfter(position, limit);
                            }
                        },
                        ledger.checkpoints(),
                        key);
    }

    static Notary start(OpenLedger ledger, SigningKey key) {
        Notary notary = new Notary(ledger, key);
        notary.clock.scheduleWithFixedDelay(notary::sign, 0, SECONDS, TimeUnit.SECONDS);
        return notary;
    }

    private void sign() {
        try {
            if (signer.sign() instanceof Signer.Outcome.Refused(long position, String reason)) {
                Errors.print(
                        "checkpoints stop at position %d: %s; run `shardfit audit fsck`"
                                .formatted(position, reason));
                clock.shutdown();
            }
        } catch (RuntimeException unable) {
            Errors.print("no checkpoint this time: " + unable.getMessage());
        }
    }

    @Override
    public void close() {
        clock.close();
    }
}
