package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Digest;
import io.shardfit.domain.approval.Noted;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Severity;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is kept of a verdict: its inputs by digest and number, the answer, and the digest of the
/// whole verdict document. Judging the same plan again with the same inputs gives the same bytes.
///
/// @param plan digest of the complete plan as submitted
/// @param catalogue digest of the GPUs and models that plans may name
/// @param margin the environment's, in place of the plan's own
/// @param findings the heaviest first
/// @param values digest of the verdict document without rule-set and engine version: the same when
///   no answer and no number changed
/// @param figures numbers that people ask for, so that a difference can be said; absent where there
///   is none
public record RecordedVerdict(
        Digest plan,
        int ruleSet,
        Digest catalogue,
        String engineVersion,
        Optional<Share> margin,
        Readiness result,
        List<Noted> findings,
        Digest values,
        Digest document,
        SortedMap<String, Long> figures) {
    /// Experts of a layer on the fullest GPU.
    public static final String EXPERTS_PER_GPU = "expertsPerGpu";

    public static final String GPUS_REQUIRED = "gpusRequired";
    public static final String GPUS_AVAILABLE = "gpusAvailable";

    /// What a GPU has for the plan, after the margin; bytes. An engine that fills the device on
    /// purpose has none.
    public static final String BUDGET = "budgetBytes";

    /// What the fullest GPU is expected to need; bytes.
    public static final String EXPECTED = "expectedBytes";

    /// What a GPU needs at most; bytes.
    public static final String HIGH = "highBytes";

    public RecordedVerdict {
        findings = List.copyOf(findings);
        figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
    }

    Json.Fields data() {
        Json.Builder fields =
                Json.fields()
                        .with("planDigest", plan.text())
                        .with("ruleSet", Members.number(ruleSet))
                        .with("catalogueDigest", catalogue.text())
                        .with("engineVersion", engineVersion)
                        .with("result", result.name())
                        .with("findings", Members.list(findings, RecordedVerdict::noted))
                        .with("valuesDigest", values.text())
                        .with("documentDigest", document.text())
                        .with("figures", Members.numbers(figures));
        margin.ifPresent(share -> fields.with("margin", Double.toString(share.fraction())));
        return fields.build();
    }

    private static Json noted(Noted finding) {
        return Json.fields()
                .with("code", finding.code())
                .with("severity", finding.severity().word())
                .build();
    }

    static RecordedVerdict of(Data data) {
        return new RecordedVerdict(
                data.digest("planDigest"),
                data.small("ruleSet"),
                data.digest("catalogueDigest"),
                data.text("engineVersion"),
                data.optionally("margin", "a share", text -> new Share(Double.parseDouble(text))),
                data.parsed("result", "a verdict", Readiness::valueOf),
                data.list("findings", RecordedVerdict::noted),
                data.digest("valuesDigest"),
                data.digest("documentDigest"),
                data.numbers("figures"));
    }

    private static Noted noted(Data data) {
        return new Noted(
                data.text("code"),
                data.parsed(
                        "severity",
                        "a severity",
                        word -> Severity.valueOf(word.toUpperCase(Locale.ROOT))));
    }
}
