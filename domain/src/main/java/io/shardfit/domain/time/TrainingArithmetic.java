package io.shardfit.domain.time;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.time.TrainingExchanges.Data;
import java.util.ArrayList;
import java.util.List;

/// The printed arithmetic of {@link TrainingTime}.
///
/// @param microBatches micro-batches of a step
/// @param bubble idle time over that of 1F1B
/// @param updated bytes that the optimizer moves
record TrainingArithmetic(
        TrainingWork work,
        Data data,
        int microBatches,
        int stages,
        int chunks,
        double bubble,
        double updated) {
    private static final String COUNTED = "counted from model, workload and strategy";

    /// {@return a part of a step}
    Derivation of(TimePart part, Pace pace) {
        return switch (part) {
            case PIPELINE_IDLE -> idle(pace);
            case DATA_EXCHANGE -> data(pace);
            case OPTIMIZER -> RateArithmetic.traffic(1, updated, work.rates(), pace);
            case KERNEL_STARTS -> RateArithmetic.nothing();
            case MATRIX_PRODUCTS,
                    EXPERT_PRODUCTS,
                    ATTENTION,
                    MEMORY_TRAFFIC,
                    TENSOR_EXCHANGE,
                    CONTEXT_EXCHANGE,
                    EXPERT_EXCHANGE,
                    EXPERT_TENSOR_EXCHANGE,
                    PIPELINE_EXCHANGE ->
                    repeated(microBatches, part, pace);
        };
    }

    private Derivation repeated(int times, TimePart part, Pace pace) {
        return switch (part) {
            case MATRIX_PRODUCTS ->
                    RateArithmetic.matmul(
                            times,
                            work.load().linear(),
                            "forward 1, backward 2, full recomputation 1, on the slowest stage",
                            work.rates(),
                            pace);
            case EXPERT_PRODUCTS ->
                    RateArithmetic.grouped(times, work.load().experts(), work.rates(), pace);
            case ATTENTION ->
                    RateArithmetic.scores(times, work.load().scores(), work.rates(), pace);
            case MEMORY_TRAFFIC ->
                    RateArithmetic.traffic(times, work.load().traffic(), work.rates(), pace);
            case TENSOR_EXCHANGE ->
                    RateArithmetic.exchange(
                            times,
                            work.load().tensorUnits(),
                            work.exchanges().tensor(),
                            work.rates(),
                            pace);
            case CONTEXT_EXCHANGE ->
                    RateArithmetic.exchange(
                            times,
                            work.load().contextUnits(),
                            work.exchanges().context(),
                            work.rates(),
                            pace);
            case EXPERT_EXCHANGE ->
                    RateArithmetic.exchange(
                            times,
                            work.load().expertUnits(),
                            work.exchanges().expert(),
                            work.rates(),
                            pace);
            case EXPERT_TENSOR_EXCHANGE ->
                    RateArithmetic.exchange(
                            times,
                            work.load().expertUnits(),
                            work.exchanges().expertTensor(),
                            work.rates(),
                            pace);
            case PIPELINE_EXCHANGE ->
                    RateArithmetic.exchange(
                            times, 1, work.exchanges().pipeline(), work.rates(), pace);
            case DATA_EXCHANGE, OPTIMIZER, PIPELINE_IDLE, KERNEL_STARTS -> RateArithmetic.nothing();
        };
    }

    private Derivation microBatch(Pace pace) {
        List<Term> terms = new ArrayList<>();
        List<String> names = new ArrayList<>();
        double sum = 0;
        for (TimePart part : TimePart.values()) {
            Derivation how = repeated(1, part, pace);
            if (how.value().signum() > 0) {
                names.add(part.id());
                terms.add(term(part.id(), part.label(), how));
                sum += how.value().doubleValue();
            }
        }
        return Derivation.of(
                sum,
                "seconds",
                String.join(" + ", names),
                KnownTime.SOURCE,
                terms.toArray(Term[]::new));
    }

    private Derivation idle(Pace pace) {
        Derivation microBatch = microBatch(pace);
        return Derivation.of(
                (stages - 1.0)
                        / chunks
                        * bubble
                        * work.meanOverSlowest()
                        * microBatch.value().doubleValue(),
                "seconds",
                "(PP - 1) ÷ v × bubble × mean × work",
                "arXiv 2104.04473 §2.2",
                term("PP", stages, "stages", "strategy.pipelineParallel"),
                term("v", chunks, "chunks per stage", "strategy.virtualPipelineStages"),
                term(
                        "bubble",
                        bubble,
                        "idle time over that of 1F1B",
                        "arXiv 2401.10241 §3.1, §6; arXiv 2412.19437 table 2"),
                term("mean", work.meanOverSlowest(), "mean stage over the slowest", COUNTED),
                term("work", "a micro-batch on the slowest stage", microBatch));
    }

    private Derivation data(Pace pace) {
        Derivation dense = once(data.dense(), pace);
        Derivation experts = once(data.experts(), pace);
        Derivation microBatch = microBatch(pace);
        double hidden = data.hidden().at(pace) * microBatch.value().doubleValue();
        double all = dense.value().doubleValue() + experts.value().doubleValue();
        return Derivation.of(
                data.times() * Math.max(0, all - hidden),
                "seconds",
                "times × max(0, dense + experts - hidden × work)",
                KnownTime.SOURCE,
                term("times", data.times(), "once a step, or with every micro-batch", COUNTED),
                term("dense", "weights without routed experts", dense),
                term("experts", "routed experts", experts),
                data.hidden().term("hidden", pace, "part of the work behind which it hides"),
                term("work", "a micro-batch on the slowest stage", microBatch));
    }

    private Derivation once(Exchange exchange, Pace pace) {
        return RateArithmetic.exchange(1, 1, exchange, work.rates(), pace);
    }
}
