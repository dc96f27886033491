package io.shardfit.domain.framework;

import io.shardfit.domain.framework.Circumstances.Usage;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a framework takes when nobody says, release by release. A release that is not named is the
/// newest known, and the answer says so.
public final class FrameworkDefaults {
    private final Framework framework;

    private FrameworkDefaults(Framework framework) {
        this.framework = framework;
    }

    public static FrameworkDefaults of(Framework framework) {
        return new FrameworkDefaults(framework);
    }

    /// {@return whether any default changed with a release}
    public boolean areDated() {
        return table().stream().map(DatedDefault::since).distinct().count() > 1;
    }

    /// {@return the default of a setting, unless none is known for the release}
    public Optional<KnownDefault> value(Setting setting, Circumstances circumstances) {
        boolean ofTransformerEngine =
                setting == Setting.DUMMY_LINEAR_GRADIENTS
                        || setting == Setting.DUMMY_GROUPED_GRADIENTS;
        return ofTransformerEngine
                ? latest(
                        TransformerEngineDefaults.TABLE,
                        framework.transformerEngine(),
                        setting,
                        circumstances)
                : latest(table(), framework.version(), setting, circumstances);
    }

    /// {@return tokens of a cache block, which follow from the release alone}
    public Optional<KnownDefault> cacheBlock() {
        return value(Setting.CACHE_BLOCK, new Circumstances(Usage.SERVER, "", ByteSize.ZERO, 1));
    }

    private static Optional<KnownDefault> latest(
            List<DatedDefault> table,
            Optional<Version> release,
            Setting setting,
            Circumstances circumstances) {
        return table.stream()
                .filter(row -> row.setting() == setting)
                .filter(row -> release.filter(known -> known.isBefore(row.since())).isEmpty())
                .filter(row -> row.when().test(circumstances))
                .max(Comparator.comparing(DatedDefault::since))
                .map(row ->
                        new KnownDefault(
                                setting,
                                row.value(),
                                row.since(),
                                row.source(),
                                release.isEmpty()));
    }

    private List<DatedDefault> table() {
        return switch (framework.convention()) {
            case Multiplicative _ -> List.of();
            case MegatronCore _ -> TrainingDefaults.MEGATRON_CORE;
            case DeepSpeed _ -> TrainingDefaults.DEEPSPEED;
            case TorchTitan _ -> TrainingDefaults.TORCHTITAN;
            case VLlm _ -> EngineDefaults.VLLM;
            case SgLang _ -> EngineDefaults.SGLANG;
            case TensorRtLlm _ -> EngineDefaults.TENSORRT_LLM;
        };
    }

    /// {@return every source that a table quotes, for those who check them}
    static Stream<DatedDefault> all() {
        return Stream.of(
                        TransformerEngineDefaults.TABLE,
                        TrainingDefaults.MEGATRON_CORE,
                        TrainingDefaults.DEEPSPEED,
                        TrainingDefaults.TORCHTITAN,
                        EngineDefaults.VLLM,
                        EngineDefaults.SGLANG,
                        EngineDefaults.TENSORRT_LLM)
                .flatMap(List::stream);
    }
}
