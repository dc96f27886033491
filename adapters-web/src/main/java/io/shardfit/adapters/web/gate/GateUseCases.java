package io.shardfit.adapters.web.gate;

import io.micronaut.context.annotation.Factory;
import io.shardfit.application.gate.ApprovalSnapshot;
import io.shardfit.application.gate.AskGate;
import io.shardfit.application.gate.GateSettings;
import io.shardfit.application.gate.RecordDenial;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// The wiring of the gate.
@Factory
final class GateUseCases {
    @Singleton
    ApprovalSnapshot approvalSnapshot() {
        return new ApprovalSnapshot();
    }

    @Singleton
    AskGate askGate(
            EventLog log,
            ReadModels readModels,
            ApprovalSnapshot snapshot,
            InstantSource clock,
            GateSettings settings) {
        return new AskGate(log, readModels, snapshot, clock, settings.failurePolicy());
    }

    @Singleton
    RecordDenial recordDenial(EventLog log) {
        return new RecordDenial(log);
    }
}
