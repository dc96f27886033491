package io.shardfit.application.document;

import io.shardfit.domain.hardware.GpuMemory.Capacity;
import io.shardfit.domain.memory.MemoryAssessment;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.plan.Declarations.DeclaredMemory;
import io.shardfit.domain.quantity.Basis;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Budget;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The `memory` member of a verdict document.
final class MemoryDocument {
    private MemoryDocument() {}

    static Json of(Assessment assessment) {
        Budget budget = assessment.budget();
        MemoryAssessment memory = assessment.memory();
        Json.Builder fields =
                Json.fields()
                        .with(
                                "safetyMargin",
                                PlanDocument.decimal(assessment.plan().safetyMargin().fraction()))
                        .with("budgetBytes", Json.figure(budget.how(assessment.plan())))
                        .with(
                                "capacityBytes",
                                Json.given(
                                        budget.capacity().bytes().bytes(),
                                        "bytes",
                                        "what a framework can allocate, the "
                                                + budget.capacity().meaning().word()
                                                + " figure",
                                        budget.capacity().source()))
                        .with(
                                "deviceBytes",
                                Json.given(
                                        budget.device().bytes().bytes(),
                                        "bytes",
                                        "what the device has",
                                        budget.device().source()));
        assessment
                .plan()
                .declared()
                .memoryPerGpu()
                .ifPresent(declared -> fields.with("declared", declared(declared, budget)));
        return fields.with("worst", worst(memory))
                .with("leftBytes", Json.figure(left(assessment)))
                .with(
                        "stages",
                        Json.items(memory.stages().stream().map(MemoryDocument::stage).toList()))
                .build();
    }

    private static Json declared(DeclaredMemory declared, Budget budget) {
        Derivation share =
                Derivation.of(
                        declared.bytes().shareOf(budget.device().bytes()).fraction(),
                        "share",
                        "declared ÷ device",
                        "the plan",
                        Derivation.term(
                                "declared",
                                declared.bytes().bytes(),
                                declared.asWritten(),
                                "declared.memoryPerGpu"),
                        Derivation.term(
                                "device",
                                budget.device().bytes().bytes(),
                                "bytes of the device",
                                budget.device().source()));
        return Json.fields()
                .with("asWritten", declared.asWritten())
                .with(
                        "bytes",
                        Json.given(
                                declared.bytes().bytes(),
                                "bytes",
                                declared.asWritten(),
                                "declared.memoryPerGpu"))
                .with("shareOfDevice", Json.figure(share))
                .with("basis", Basis.DECLARED.word())
                .build();
    }

    private static Json worst(MemoryAssessment memory) {
        StageMemory worst = memory.worst();
        return Json.fields()
                .with(
                        "rank",
                        Json.given(
                                memory.worstRank(),
                                "",
                                "first rank of the stage, which holds the most experts",
                                "rank order tp-cp-ep-dp-pp"))
                .with(
                        "stage",
                        Json.given(worst.layers().stage(), "", "pipeline stage", "largest total"))
                .with(
                        "allocatedBytes",
                        Json.figure(worst.allocated().expected().bytes(), () -> allocated(worst)))
                .with("totalBytes", end(worst, "expected", Estimate::expected))
                .with("lowBytes", end(worst, "low", Estimate::low))
                .with("highBytes", end(worst, "high", Estimate::high))
                .build();
    }

    /// What the fullest GPU is expected to leave; negative when it does not fit.
    private static Derivation left(Assessment assessment) {
        Capacity capacity = assessment.budget().capacity();
        long total = assessment.memory().worst().total().expected().bytes();
        return Derivation.of(
                capacity.bytes().bytes() - total,
                "bytes",
                "capacity - total",
                "allocatable memory less the expected total of the worst rank",
                Derivation.term(
                        "capacity", capacity.bytes().bytes(), "allocatable", capacity.source()),
                Derivation.term("total", total, "expected total", "memory.worst.totalBytes"));
    }

    private static Json stage(StageMemory stage) {
        return Json.fields()
                .with("stage", Json.given(stage.layers().stage(), "", "stage", "layout"))
                .with(
                        "denseLayers",
                        Json.given(stage.layers().dense(), "layers", "dense layers", "layout"))
                .with(
                        "mixtureLayers",
                        Json.given(stage.layers().mixture(), "layers", "mixture layers", "layout"))
                .with("totalBytes", end(stage, "expected", Estimate::expected))
                .with("lowBytes", end(stage, "low", Estimate::low))
                .with("highBytes", end(stage, "high", Estimate::high))
                .with(
                        "parts",
                        Json.items(
                                stage.model().parts().stream()
                                        .map(part -> part(stage, part))
                                        .toList()))
                .build();
    }

    private static Json part(StageMemory stage, MemoryPart part) {
        Estimate estimate = stage.part(part);
        return Json.fields()
                .with("id", part.id())
                .with("allocated", new Json.Flag(part.isAllocated()))
                .with(
                        "bytes",
                        Json.figure(
                                estimate.expected().bytes(),
                                () -> stage.model().derivation(part, stage.layers())))
                .with("low", Json.figure(estimate.low().bytes(), () -> stage.lowHow(part)))
                .with("high", Json.figure(estimate.high().bytes(), () -> stage.highHow(part)))
                .with("basis", estimate.basis().word())
                .build();
    }

    private static Derivation allocated(StageMemory stage) {
        Term[] terms =
                stage.model().parts().stream()
                        .filter(MemoryPart::isAllocated)
                        .map(part -> term(stage, part, Estimate::expected))
                        .toArray(Term[]::new);
        return sum(stage.allocated().expected(), "parts that the allocator hands out", terms);
    }

    private static Json end(StageMemory stage, String which, Function<Estimate, ByteSize> end) {
        return Json.figure(end.apply(stage.total()).bytes(), () -> total(stage, which, end));
    }

    private static Derivation total(
            StageMemory stage, String which, Function<Estimate, ByteSize> end) {
        Term[] terms =
                stage.model().parts().stream()
                        .map(part -> term(stage, part, end))
                        .toArray(Term[]::new);
        ByteSize total = end.apply(stage.total());
        String what = which + " bytes of all parts";
        BigDecimal sum =
                Arrays.stream(terms).map(Term::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal gives = sum.subtract(BigDecimal.valueOf(total.bytes()));
        return gives.signum() == 0 ? sum(total, what, terms) : giving(total, what, gives, terms);
    }

    /// An engine's cache is smaller where other parts are larger, and the other way round.
    private static Derivation giving(ByteSize total, String what, BigDecimal gives, Term... terms) {
        Term cache =
                Derivation.term(
                        "cacheGives",
                        gives.longValueExact(),
                        "what the cache gives to the other parts; negative when it takes",
                        "docs/adr/0010-engines-size-themselves.md");
        List<Term> all = new ArrayList<>(List.of(terms));
        all.add(cache);
        return Derivation.of(
                total.bytes(),
                "bytes",
                equation(terms) + " - " + cache.symbol(),
                what,
                all.toArray(Term[]::new));
    }

    private static Term term(StageMemory stage, MemoryPart part, Function<Estimate, ByteSize> end) {
        return Derivation.term(
                part.id(),
                end.apply(stage.part(part)).bytes(),
                part.label(),
                "memory.stages[%d].parts[%s]".formatted(stage.layers().stage(), part.id()));
    }

    private static Derivation sum(ByteSize sum, String what, Term... terms) {
        return Derivation.of(sum.bytes(), "bytes", equation(terms), what, terms);
    }

    private static String equation(Term... terms) {
        return Arrays.stream(terms).map(Term::symbol).collect(Collectors.joining(" + "));
    }
}
