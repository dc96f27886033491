package io.shardfit.domain.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.framework.Circumstances.Usage;
import io.shardfit.domain.framework.StaticMemoryShare.Draft;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What frameworks take when nobody says, as their documentation and sources state it.
class FrameworkDefaultsTest {
    private static final Circumstances H100 =
            new Circumstances(Usage.SERVER, "H100-SXM-80GB", ByteSize.ofMiB(81_559), 8);

    private static Framework of(Convention convention, String version) {
        return Framework.of(convention).withVersion(Version.known(version));
    }

    private static Optional<KnownDefault> value(Framework framework, Setting setting) {
        return FrameworkDefaults.of(framework).value(setting, H100);
    }

    /// A log of vLLM 0.21 prints 0.92 as the current fraction; llm-d-planner's 0.19 runs used 0.9.
    @ParameterizedTest
    @CsvSource({"0.11.0, 0.9", "v0.19.0, 0.9", "0.20.2, 0.9", "0.21.0, 0.92", "0.27.1, 0.92"})
    void vLlmPlansWithMoreMemorySinceRelease21(String version, String fraction) {
        assertThat(value(of(new VLlm(), version), Setting.MEMORY_FRACTION))
                .hasValueSatisfying(known -> {
                    assertThat(known.value()).isEqualByComparingTo(fraction);
                    assertThat(known.newestAssumed()).isFalse();
                });
        assertThat(
                        value(of(new VLlm(), version), Setting.CUDA_GRAPHS_INSIDE_FRACTION)
                                .orElseThrow()
                                .isOn())
                .isEqualTo(fraction.equals("0.92"));
    }

    @Test
    void withoutAReleaseTheNewestIsTakenAndThatIsSaid() {
        KnownDefault known = value(Framework.of(new VLlm()), Setting.MEMORY_FRACTION).orElseThrow();

        assertThat(known.share().percent(0)).isEqualTo("92 %");
        assertThat(known.newestAssumed()).isTrue();
        assertThat(known.origin())
                .contains("the newest known because no version is named")
                .contains("vllm-project/vllm@002f10e vllm/config/cache.py");
    }

    /// vllm/engine/arg_utils.py: 70 GiB or more and no A100 take the larger step.
    @ParameterizedTest
    @CsvSource({
        "H100-SXM-80GB, 81559, SERVER, 8192, 1024",
        "H100-SXM-80GB, 81559, OFFLINE, 16384, 1024",
        "A100-SXM-80GB, 81920, SERVER, 2048, 256",
        "L40S-48GB, 46068, SERVER, 2048, 256",
        "L40S-48GB, 46068, OFFLINE, 8192, 256",
    })
    void vLlmSchedulesByTheDevice(
            String gpu, long mebibytes, Usage usage, int tokens, int sequences) {
        Circumstances circumstances = new Circumstances(usage, gpu, ByteSize.ofMiB(mebibytes), 1);
        FrameworkDefaults defaults = FrameworkDefaults.of(of(new VLlm(), "0.19"));

        assertThat(defaults.value(Setting.BATCHED_TOKENS, circumstances).orElseThrow().count())
                .isEqualTo(tokens);
        assertThat(defaults.value(Setting.SEQUENCES, circumstances).orElseThrow().count())
                .isEqualTo(sequences);
    }

    /// The comments of server_args.py: T4 2048 and 8, 4090 2048 and 24 or 80, A100-40 4096 and 32
    /// or 160, H100 and H200 8192 and 256 or 512, B200 16384 and 512.
    @ParameterizedTest
    @CsvSource({
        "15360, 1, 2048, 8",
        "24564, 1, 2048, 24",
        "24564, 4, 2048, 80",
        "40960, 2, 4096, 32",
        "40960, 4, 4096, 160",
        "81559, 1, 8192, 256",
        "143771, 8, 8192, 512",
        "183359, 1, 16384, 512",
    })
    void sgLangSizesItsStepsByTheDevice(long mebibytes, int tensor, int tokens, int batch) {
        Circumstances circumstances =
                new Circumstances(Usage.SERVER, "any", ByteSize.ofMiB(mebibytes), tensor);
        FrameworkDefaults defaults = FrameworkDefaults.of(Framework.of(new SgLang()));

        assertThat(defaults.value(Setting.BATCHED_TOKENS, circumstances).orElseThrow().count())
                .isEqualTo(tokens);
        assertThat(defaults.value(Setting.CUDA_GRAPH_BATCH, circumstances).orElseThrow().count())
                .isEqualTo(batch);
    }

    /// 24564 MiB, TP 1, chunk 2048, graphs of 24: 512 + 3072 + 128 + 48 = 3760 MiB, which leaves
    /// 20804 ÷ 24564 = 0.847 (worked out in a public note on the flag, for an RTX 4090).
    @Test
    void sgLangReservesThenTakesTheRest() {
        StaticMemoryShare share =
                new StaticMemoryShare(
                        ByteSize.ofMiB(24_564), 2_048, 24, 1, 1, 1, Draft.NONE, false);

        assertThat(share.reserved()).isEqualTo(ByteSize.ofMiB(3_760));
        assertThat(share.share().fraction()).isEqualTo(0.847);
    }

    /// 81559 MiB, TP 8, chunk 8192, graphs of 512, DP attention 8: 512 + 12288 + 1024 + 1024 +
    /// 12288
    /// + 6144 = 33280 MiB. Without DP attention 14848. A small chunk on TP 1 stays under the floor:
    ///   512 + 3072 + 128 + 16 = 3728, so 10240. Drafts and DeepEP come on top.
    @Test
    void sgLangReservesMoreForDataParallelAttention() {
        assertThat(reserved(8_192, 512, 8, 8, Draft.NONE, false)).isEqualTo(33_280);
        assertThat(reserved(8_192, 512, 8, 1, Draft.NONE, false)).isEqualTo(14_848);
        assertThat(reserved(2_048, 8, 1, 1, Draft.NONE, false)).isEqualTo(10_240);
        assertThat(reserved(2_048, 8, 1, 1, Draft.LAYERS, false)).isEqualTo(12_288);
        assertThat(reserved(2_048, 8, 1, 1, Draft.STANDALONE, true)).isEqualTo(18_432);
    }

    private static long reserved(
            int chunk, int batch, int tensor, int data, Draft draft, boolean deepEp) {
        return new StaticMemoryShare(
                                ByteSize.ofMiB(81_559),
                                chunk,
                                batch,
                                tensor,
                                1,
                                data,
                                draft,
                                deepEp)
                        .reserved()
                        .bytes()
                / 1_048_576;
    }

    /// Transformer Engine 2.3 and 2.10 (MooreThreads/SimuMax@4dcaae5).
    @ParameterizedTest
    @CsvSource({"2.2, false, false", "2.3, true, false", "2.9, true, false", "2.10, true, true"})
    void transformerEngineCachesDummyGradients(String version, boolean linear, boolean grouped) {
        Framework framework =
                new Framework(new MegatronCore(), Optional.empty(), Version.of(version));

        assertThat(value(framework, Setting.DUMMY_LINEAR_GRADIENTS).orElseThrow().isOn())
                .isEqualTo(linear);
        assertThat(value(framework, Setting.DUMMY_GROUPED_GRADIENTS).orElseThrow().isOn())
                .isEqualTo(grouped);
    }

    @Test
    void trainersShardNothingExceptTorchTitan() {
        assertThat(
                        value(Framework.of(new MegatronCore()), Setting.ZERO_STAGE)
                                .orElseThrow()
                                .count())
                .isZero();
        assertThat(value(Framework.of(new DeepSpeed()), Setting.ZERO_STAGE).orElseThrow().count())
                .isZero();
        assertThat(value(Framework.of(new TorchTitan()), Setting.ZERO_STAGE).orElseThrow().count())
                .isEqualTo(3);
        assertThat(value(Framework.of(new TorchTitan()), Setting.WEIGHT_BITS).orElseThrow().count())
                .isEqualTo(32);
    }

    @Test
    void whatWasNotLookedUpIsNotKnown() {
        assertThat(value(Framework.of(new Multiplicative()), Setting.MEMORY_FRACTION)).isEmpty();
        assertThat(value(of(new TensorRtLlm(), "0.18.2"), Setting.CACHE_BLOCK)).isEmpty();
        assertThat(value(of(new TensorRtLlm(), "1.3.0rc7"), Setting.CACHE_BLOCK))
                .hasValueSatisfying(known -> assertThat(known.count()).isEqualTo(32));
        assertThat(FrameworkDefaults.of(Framework.of(new VLlm())).areDated()).isTrue();
        assertThat(FrameworkDefaults.of(Framework.of(new MegatronCore())).areDated()).isFalse();
    }

    @Test
    void everyDefaultNamesItsSource() {
        assertThat(FrameworkDefaults.all())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.source()).contains("/"));
    }
}
