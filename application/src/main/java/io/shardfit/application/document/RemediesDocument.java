package io.shardfit.application.document;

import io.shardfit.application.format.Setting;
import io.shardfit.application.remedy.Proposal;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.application.report.RemedyWords;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.remedy.Effect;
import io.shardfit.domain.remedy.Trial;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The `remedies` and `triedAndNotEnough` of a verdict document, and how they were looked for.
public final class RemediesDocument {
    private RemediesDocument() {}

    /// {@return the answer with its remedies}
    public static Json.Fields in(Json.Fields verdict, Proposals proposals) {
        Map<String, Json> members = new LinkedHashMap<>(verdict.members());
        members.put("remedies", items(proposals.numbered()));
        members.put("triedAndNotEnough", items(proposals.notEnough()));
        members.put("remedySearch", search(proposals));
        return new Json.Fields(members);
    }

    private static Json items(List<Proposal> proposals) {
        return Json.items(proposals.stream().map(RemediesDocument::of).toList());
    }

    private static Json search(Proposals proposals) {
        return Json.fields()
                .with(
                        "evaluations",
                        Json.given(
                                proposals.remedies().evaluations(),
                                "plans",
                                "changed plans that were judged",
                                "remedySearch"))
                .with(
                        "limit",
                        Json.given(
                                proposals.remedies().limit(),
                                "plans",
                                "changed plans that may be judged",
                                "remedySearch"))
                .with(
                        "ending",
                        proposals
                                .remedies()
                                .ending()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'))
                .build();
    }

    private static Json of(Proposal proposal) {
        Trial trial = proposal.trial();
        Verdict verdict = trial.verdict();
        String origin = "the plan with " + proposal.words();
        Json.Builder fields =
                Json.fields()
                        .with("edits", texts(proposal.edits()))
                        .with("set", settings(proposal.settings()))
                        .with("flags", texts(proposal.flags()))
                        .with("verdict", verdict.readiness().name())
                        .with(
                                "codes",
                                texts(
                                        verdict.findings().stream()
                                                .map(Finding::code)
                                                .distinct()
                                                .toList()))
                        .with("gpus", gpus(verdict, origin));
        trial.effect()
                .ifPresentOrElse(
                        effect -> effect(fields, effect, origin),
                        () ->
                                fields.with("memory", new Json.Nothing())
                                        .with("recomputationFlops", new Json.Nothing())
                                        .with("throughput", new Json.Nothing()));
        return fields.with("risk", trial.risk().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .with("results", texts(RemedyWords.risks(trial)))
                .build();
    }

    private static Json gpus(Verdict verdict, String origin) {
        return Json.fields()
                .with(
                        "required",
                        Json.given(
                                verdict.plan().convention().worldSize(verdict.plan().strategy()),
                                "GPUs",
                                "GPUs that the strategy needs",
                                origin))
                .with(
                        "available",
                        Json.given(verdict.plan().cluster().gpus(), "GPUs", "GPUs", origin))
                .with("name", verdict.plan().cluster().gpu().name())
                .build();
    }

    private static void effect(Json.Builder fields, Effect effect, String origin) {
        fields.with(
                        "memory",
                        Json.fields()
                                .with("needBytes", bytes(effect.need(), "needed now", origin))
                                .with(
                                        "needBeforeBytes",
                                        effect.needBefore()
                                                .<Json>map(size ->
                                                        bytes(size, "needed before", "the plan"))
                                                .orElseGet(Json.Nothing::new))
                                .with("freedBytes", freed(effect, origin))
                                .build())
                .with(
                        "recomputationFlops",
                        Json.figure(
                                Derivation.of(
                                        effect.moreRecomputation().operations(),
                                        "FLOP",
                                        "max(0, now - before)",
                                        "operations of a step on one GPU that compute again:"
                                                + " arXiv 2205.05198",
                                        Derivation.term(
                                                "now",
                                                effect.recomputation().operations(),
                                                "computed again",
                                                origin),
                                        Derivation.term(
                                                "before",
                                                effect.recomputationBefore().operations(),
                                                "computed again",
                                                "the plan"))))
                .with(
                        "throughput",
                        effect.throughput()
                                .<Json>map(ratio -> throughput(ratio, origin))
                                .orElseGet(Json.Nothing::new));
    }

    private static Json bytes(ByteSize size, String meaning, String origin) {
        return Json.given(size.bytes(), "bytes", meaning + " on the fullest GPU", origin);
    }

    private static Json freed(Effect effect, String origin) {
        if (effect.needBefore().isEmpty()) {
            return new Json.Nothing();
        }
        long before = effect.needBefore().orElseThrow().bytes();
        return Json.figure(
                Derivation.of(
                        before - effect.need().bytes(),
                        "bytes",
                        "before - now",
                        "on the fullest GPU; below zero where it needs more",
                        Derivation.term("before", before, "needed before", "the plan"),
                        Derivation.term("now", effect.need().bytes(), "needed now", origin)));
    }

    private static Json throughput(Ratio ratio, String origin) {
        return Json.figure(
                Derivation.of(
                        (double) ratio.numerator() / ratio.denominator(),
                        "× before",
                        "millionths ÷ parts",
                        "expected tokens per second (compute.time), exchanges between GPUs and the"
                                + " idle time of the pipeline included: docs/time-model.md",
                        Derivation.term(
                                "millionths",
                                ratio.numerator(),
                                "tokens per second, in millionths of the plan's",
                                origin),
                        Derivation.term(
                                "parts", ratio.denominator(), "the plan's, whole", "the plan")));
    }

    private static Json settings(List<Setting> settings) {
        return Json.items(
                settings.stream()
                        .map(setting ->
                                Json.fields()
                                        .with("key", setting.key())
                                        .with(
                                                "value",
                                                setting.value()
                                                        .<Json>map(Json::text)
                                                        .orElseGet(Json.Nothing::new))
                                        .build())
                        .toList());
    }

    private static Json texts(List<String> words) {
        return Json.items(words.stream().map(Json::text).toList());
    }
}
