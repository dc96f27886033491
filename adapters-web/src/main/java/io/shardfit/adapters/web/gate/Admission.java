package io.shardfit.adapters.web.gate;

import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.gate.AskGate;
import io.shardfit.application.gate.Denial;
import io.shardfit.application.gate.GateAnswer;
import io.shardfit.application.gate.GateQuestion;
import io.shardfit.application.gate.GateSettings;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Turns a cluster's question into the gate's, and its answer into a decision.
@Singleton
final class Admission {
    private final AskGate gate;
    private final GateSettings settings;
    private final DenialSpool spool;

    Admission(AskGate gate, GateSettings settings, DenialSpool spool) {
        this.gate = gate;
        this.settings = settings;
        this.spool = spool;
    }

    /// What the cluster is told.
    ///
    /// @param audit for the cluster's own audit log, by key
    record Decided(
            boolean allowed, String reason, List<String> warnings, Map<String, String> audit) {
        Decided {
            warnings = List.copyOf(warnings);
            audit = Map.copyOf(audit);
        }

        static Decided denied(String reason) {
            return new Decided(false, reason, List.of(), Map.of());
        }
    }

    /// @param named the environment that the address names; else the namespace says which
    Decided decide(Review review, Optional<String> named) {
        if (!review.starts()) {
            return new Decided(true, "nothing starts by it", List.of(), Map.of());
        }
        Optional<String> environment =
                named.or(
                        () -> Optional.ofNullable(settings.environments().get(review.namespace())));
        if (environment.isEmpty()) {
            return Decided.denied(
                    "no environment is configured for namespace %s: name it in the address of the webhook, or in SHARDFIT_GATE_NAMESPACES"
                            .formatted(review.namespace()));
        }
        Decided decided = decide(review, environment.orElseThrow());
        if (!decided.allowed() && !review.dryRun()) {
            spool.keep(denial(review, environment.orElseThrow(), decided));
        }
        return decided;
    }

    private Decided decide(Review review, String environment) {
        Claims claims = review.claims();
        if (claims.contradiction()) {
            return Decided.denied(
                    "the annotations of the object and of its pod template name different things");
        }
        if (!claims.environment().map(environment::equals).orElse(true)) {
            return Decided.denied(
                    "it is annotated for %s, and this is %s"
                            .formatted(claims.environment().orElseThrow(), environment));
        }
        if (!claims.plan().map(Digest::isDigest).orElse(false)) {
            return Decided.denied(
                    "annotate it with %s: sha256:…, the digest that `shardfit submit` prints"
                            .formatted(Claims.PLAN));
        }
        if (!claims.deployment().map(StreamId::isName).orElse(true)) {
            return Decided.denied("%s is no name of a deployment".formatted(Claims.DEPLOYMENT));
        }
        GateQuestion question =
                new GateQuestion(
                        new Digest(claims.plan().orElseThrow()), environment, claims.deployment());
        return answered(claims, GateDocument.of(question, gate.ask(question)));
    }

    private static Decided answered(Claims claims, GateDocument said) {
        List<String> warnings = new ArrayList<>(said.warnings());
        if (said.allowed()) {
            otherSize(claims, said).ifPresent(warnings::add);
        }
        Map<String, String> audit = new TreeMap<>();
        audit.put("decision", said.allowed() ? "ALLOW" : "DENY");
        audit.put("log-position", Long.toString(said.position()));
        audit.put("source", said.source());
        said.answer()
                .ifPresent(answer -> {
                    audit.put("deployment", answer.deployment());
                    audit.put("standing", answer.standing().word());
                    answer.verdict()
                            .ifPresent(verdict -> {
                                audit.put("verdict", verdict.verdict().result().name());
                                audit.put("verdict-position", Long.toString(verdict.position()));
                            });
                });
        return new Decided(said.allowed(), said.reason(), warnings, audit);
    }

    /// The one thing that a workload and a verdict both say.
    private static Optional<String> otherSize(Claims claims, GateDocument said) {
        OptionalLong asked = claims.gpus();
        Optional<Long> planned =
                said.answer()
                        .flatMap(GateAnswer::verdict)
                        .map(verdict -> verdict.verdict().figures())
                        .flatMap(figures ->
                                Optional.ofNullable(figures.get(RecordedVerdict.GPUS_AVAILABLE)));
        return planned.filter(gpus -> asked.isPresent() && asked.getAsLong() != gpus)
                .map(gpus ->
                        "the plan is for %d GPUs, this asks for %d"
                                .formatted(gpus, asked.getAsLong()));
    }

    private static Denial denial(Review review, String environment, Decided decided) {
        return new Denial(
                review.uid(),
                environment,
                Optional.ofNullable(decided.audit().get("deployment"))
                        .or(() -> review.claims().deployment().filter(StreamId::isName)),
                review.claims().plan().filter(Digest::isDigest).map(Digest::new),
                review.workload() + ": " + decided.reason());
    }
}
