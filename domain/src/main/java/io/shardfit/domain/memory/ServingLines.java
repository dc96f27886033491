package io.shardfit.domain.memory;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.framework.Setting;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.serving.CudaGraphs;
import io.shardfit.domain.serving.Ends;
import io.shardfit.domain.serving.EngineSettings;
import io.shardfit.domain.serving.OutsideTorch;
import io.shardfit.domain.serving.OutsideTorch.Snapshot;
import io.shardfit.domain.serving.ProfilePeak;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.VLlm;
import java.util.EnumMap;
import java.util.Map;

/// Every term of a serving engine's memory on one stage, but for the cache, each with its ends.
record ServingLines(EngineSettings settings, StageLayers stage) {
    /// One line: its arithmetic and how far it may lie from it.
    record Line(Derivation how, Interval interval) {
        static Line exact(Derivation how) {
            return new Line(how, Interval.COUNTED);
        }

        Estimate estimate() {
            return interval.around(ByteSize.ofBytes(how.value().longValueExact()));
        }
    }

    /// Thirty runs of vLLM 0.8 to 0.19 lie within, but for encoders (in-sample).
    private static final String PROFILED =
            "30 profile runs of vLLM 0.8 to 0.19 (in-sample), llm-d-incubation/llm-d-planner@e50305a";

    private static final Interval PROFILE =
            Interval.between(Ratio.of(97, 100), Ratio.of(106, 100), PROFILED);

    /// Before 0.8 the peak was all that the device had in use.
    private static final Interval FIRST_PROFILE =
            Interval.between(
                    Ratio.of(9, 10),
                    Ratio.of(13, 10),
                    "profile of the whole device before vLLM 0.8, vllm-project/vllm#10511, #2031");

    private static final Interval REPACKED =
            Interval.between(Ratio.ONE, Ratio.of(102, 100), "buffers of SGLang's loaders");

    Map<MemoryPart, Line> lines() {
        Map<MemoryPart, Line> lines = new EnumMap<>(MemoryPart.class);
        weights(lines);
        activations(lines);
        runtime(lines);
        return lines;
    }

    private boolean isVLlm() {
        return settings.plan().convention() instanceof VLlm;
    }

    private boolean isSgLang() {
        return settings.plan().convention() instanceof SgLang;
    }

    private void weights(Map<MemoryPart, Line> lines) {
        ServingWeights weights = new ServingWeights(settings, settings.inference().weights());
        Interval interval = isSgLang() ? REPACKED : Interval.COUNTED;
        lines.put(MemoryPart.WEIGHTS, new Line(weights.dense(stage), interval));
        add(lines, MemoryPart.EXPERT_WEIGHTS, weights.experts(stage), interval);
        add(lines, MemoryPart.ABSORBED_PROJECTIONS, weights.absorbed(stage), Interval.COUNTED);
        add(lines, MemoryPart.ROTARY_TABLE, weights.rotary(), Interval.COUNTED);
        add(lines, MemoryPart.DRAFT_MODEL, weights.draft(stage), Interval.COUNTED);
    }

    private static void add(
            Map<MemoryPart, Line> lines, MemoryPart part, Derivation how, Interval interval) {
        if (how.value().signum() > 0) {
            lines.put(part, new Line(how, interval));
        }
    }

    private Interval profile() {
        return isVLlm() && !settings.isOn(Setting.EXACT_PROFILE) ? FIRST_PROFILE : PROFILE;
    }

    private void activations(Map<MemoryPart, Line> lines) {
        ProfilePeak peak = new ProfilePeak(settings);
        Derivation forward = peak.forward(stage.counts());
        lines.put(MemoryPart.FORWARD_PASS, new Line(forward, profile()));
        if (isVLlm() && stage.last()) {
            lines.put(MemoryPart.SAMPLER, sampler(peak, forward));
        }
        if (peak.keepsWorkspace()) {
            add(lines, MemoryPart.EXPERT_WORKSPACE, peak.workspace(), profile());
        }
        lines.put(MemoryPart.KEPT_BUFFERS, new Line(peak.kept(), profile()));
        if (stage.first() && settings.plan().model().additionalParameters().count() > 0) {
            lines.put(
                    MemoryPart.ENCODER,
                    line(
                            new Ends(
                                    ByteSize.ZERO,
                                    ByteSize.ofMiB(102),
                                    ByteSize.ofGiB(2),
                                    "encoder of Kimi-VL 0.1 GiB, of Qwen2.5-VL 1.7 GiB (in-sample),"
                                            + " vllm-project/vllm#16570")));
        }
    }

    private Line sampler(ProfilePeak peak, Derivation forward) {
        Derivation own = peak.sampler(settings.samplesWithFlashInfer());
        Interval interval = profile();
        if (settings.mayBeFlashInfer()) {
            long least = beyond(peak.sampler(true), forward);
            long usual = beyond(own, forward);
            if (usual > 0) {
                interval =
                        Interval.between(
                                Ratio.of(least, usual),
                                interval.high(),
                                "FlashInfer, where it is installed; " + PROFILED);
            }
        }
        return new Line(
                Derivation.of(
                        beyond(own, forward),
                        "bytes",
                        "max(0, sampler - forward)",
                        "the peak is the higher of the two",
                        term("sampler", "peak while the next tokens are picked", own),
                        term("forward", "peak of the forward pass", forward)),
                interval);
    }

    private static long beyond(Derivation sampler, Derivation forward) {
        return Math.max(0, sampler.value().longValueExact() - forward.value().longValueExact());
    }

    private void runtime(Map<MemoryPart, Line> lines) {
        boolean grouped = settings.isGrouped() || settings.isStaged();
        Snapshot snapshot = isVLlm() ? settings.snapshot() : Snapshot.LATEST;
        if (settings.inference().engine().cudaGraphs()) {
            lines.put(MemoryPart.CUDA_GRAPHS, graphs());
        }
        if (isVLlm()) {
            lines.put(
                    MemoryPart.ENGINE_LIBRARIES,
                    line(
                            OutsideTorch.counted(
                                    snapshot, settings.isGrouped(), settings.isStaged())));
        }
        put(lines, MemoryPart.CUDA_CONTEXT, OutsideTorch.context(snapshot));
        put(
                lines,
                MemoryPart.COMMUNICATORS,
                isSgLang()
                        ? OutsideTorch.sglangCommunicators(grouped)
                        : OutsideTorch.communicators(snapshot, grouped));
    }

    private Line graphs() {
        CudaGraphs graphs =
                new CudaGraphs(stage.count(), settings.plan().model().experts().isPresent());
        return new Line(
                graphs.how(),
                Interval.between(CudaGraphs.LOW, Ratio.ONE, CudaGraphs.SOURCE)
                        .andAbove(graphs.more()));
    }

    private static void put(Map<MemoryPart, Line> lines, MemoryPart part, Ends ends) {
        if (ends.high().bytes() > 0) {
            lines.put(part, line(ends));
        }
    }

    private static Line line(Ends ends) {
        long expected = ends.expected().bytes();
        Ratio low = expected == 0 ? Ratio.ONE : Ratio.of(ends.low().bytes(), expected);
        return new Line(
                Derivation.given(expected, "bytes", "measured", ends.source()),
                Interval.between(low, Ratio.ONE, ends.source())
                        .andAbove(ends.high().minus(ends.expected())));
    }
}
