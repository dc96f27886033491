package io.shardfit.domain.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// World sizes and groups, worked out by hand from the rule that each test names.
class ConventionGroupsTest {
    private static ParallelStrategy single() {
        return ParallelStrategy.single();
    }

    /// The words "TP 4, PP 4, EP 8, DP 2": 4 × 4 × 2 = 32 ranks, times 8 where EP is an axis.
    @ParameterizedTest
    @CsvSource({
        "multiplicative, 256, EP × TP × PP × DP × CP",
        "megatron-core, 32, TP × CP × PP × DP",
        "deepspeed, 32, PP × TP × CP × DP",
        "torchtitan, 32, DP × CP × TP × PP",
        "vllm, 32, PP × TP × PCP × DP",
        "sglang, 32, DP × PP × TP",
        "tensorrt-llm, 32, DP × TP × PP × CP",
    })
    void theSameWordsNeedDifferentNumbersOfGpus(String name, int gpus, String equation) {
        Convention convention = Convention.ofName(name).orElseThrow();
        ParallelStrategy words = single().withTensor(4).withPipeline(4).withExpert(8).withData(2);

        assertThat(convention.worldSize(words)).isEqualTo(gpus);
        assertThat(convention.groups(words).worldSize()).isEqualTo(gpus);
        assertThat(convention.worldSizeEquation()).isEqualTo(equation);
    }

    @Test
    void conventionsAreNamedOnce() {
        assertThat(Convention.all())
                .hasSize(7)
                .extracting(Convention::name)
                .doesNotHaveDuplicates();
        assertThat(Convention.ofName("megatron")).isEmpty();
    }

    /// docs of deepspeed/utils/groups.py: 16 ranks, EP 2: 8 groups of 2, each expert on 8 ranks.
    @Test
    void deepSpeedDealsExpertsInsideTheDataParallelRanks() {
        ParallelGroups groups = new DeepSpeed().groups(single().withData(16).withExpert(2));

        assertThat(groups)
                .isEqualTo(new ParallelGroups(16, 16, 16, 8, 2, 1, 1, 1, TensorRanks.all(1)));
    }

    /// AutoEP: a stage of TP 4 × DP 2 = 8 ranks holds EP 8 once, though 8 does not divide DP 2.
    @Test
    void autoEpFoldsExpertsIntoTheStage() {
        ParallelStrategy folded = single().withTensor(4).withData(2).withExpert(8);

        assertThat(new DeepSpeed().groups(folded).expertShards()).isEqualTo(1);
        assertThat(new DeepSpeed().groups(folded.withExpert(4)).expertShards()).isEqualTo(2);
        assertThat(new DeepSpeed().groups(folded).replicas()).isEqualTo(2);
    }

    /// dp_shard = 8 ÷ 2 = 4; fsdp = 4 × cp 2 = 8; efsdp = 4 × 2 × tp 2 ÷ ep 8 = 2.
    @Test
    void torchTitanShardsWithinACopy() {
        ParallelStrategy hybrid =
                single().withData(8)
                        .withDataReplicate(2)
                        .withContext(2)
                        .withTensor(2)
                        .withPipeline(2)
                        .withExpert(8);

        assertThat(new TorchTitan().groups(hybrid))
                .isEqualTo(new ParallelGroups(64, 8, 8, 2, 8, 1, 2, 1, TensorRanks.all(2)));
    }

    /// models/common/MOE_SHARDING.md: without EP the experts are split like any block.
    @Test
    void torchTitanSplitsExpertsThatItDoesNotDeal() {
        ParallelGroups groups = new TorchTitan().groups(single().withTensor(4).withData(2));

        assertThat(groups.expertTensor()).isEqualTo(4);
        assertThat(groups.expertShards()).isEqualTo(2);
    }

    /// TP 4 × DP 2: off, each expert is split eight ways; on, eight ranks hold whole experts.
    @Test
    void vLlmSplitsOrDealsExpertsOverAllRanks() {
        ParallelStrategy off = single().withTensor(4).withData(2).withDecodeContext(2);

        assertThat(new VLlm().groups(off))
                .isEqualTo(new ParallelGroups(8, 2, 2, 1, 1, 8, 1, 2, TensorRanks.all(4)));
        assertThat(new VLlm().groups(off.withExpert(8)))
                .isEqualTo(new ParallelGroups(8, 2, 2, 1, 8, 1, 1, 2, TensorRanks.all(4)));
    }

    /// PCP adds ranks to an engine; DCP re-uses them.
    @Test
    void vLlmCountsPrefillContextRanks() {
        ParallelStrategy long_ = single().withTensor(4).withPrefillContext(2).withDecodeContext(8);

        assertThat(new VLlm().worldSize(long_)).isEqualTo(8);
        assertThat(new VLlm().groups(long_.withExpert(8)).expert()).isEqualTo(8);
    }

    /// tp 16, dp 8: attn_tp = 2; ep 8: moe_tp = 2. Two such servers are 32 GPUs and 16 queues.
    @Test
    void sgLangPutsAttentionAndExpertsInsideTensorParallelism() {
        ParallelStrategy servers =
                single().withTensor(16).withAttentionData(8).withExpert(8).withData(2);

        assertThat(new SgLang().groups(servers))
                .isEqualTo(
                        new ParallelGroups(
                                32, 16, 16, 2, 8, 2, 1, 1, new TensorRanks(2, 16, 2, 16)));
    }

    /// attn_tp = 16 ÷ (dp 4 × cp 2) = 2.
    @Test
    void sgLangPutsContextParallelismInsideTensorParallelism() {
        ParallelStrategy cut = single().withTensor(16).withAttentionData(4).withContext(2);

        assertThat(new SgLang().worldSize(cut)).isEqualTo(16);
        assertThat(new SgLang().groups(cut).tensor().attention()).isEqualTo(2);
        assertThat(new SgLang().groups(cut).cacheShards()).isEqualTo(2);
    }

    /// moe_tp × moe_ep = tp: 8 = 2 × 4. With attention DP only the experts stay split.
    @Test
    void tensorRtLlmSplitsTensorRanksBetweenExpertAndTensor() {
        ParallelStrategy split = single().withTensor(8).withExpert(4);

        assertThat(new TensorRtLlm().groups(split))
                .isEqualTo(new ParallelGroups(8, 1, 1, 1, 4, 2, 1, 1, TensorRanks.all(8)));
        assertThat(new TensorRtLlm().groups(split.withAttentionData(8)))
                .isEqualTo(new ParallelGroups(8, 8, 8, 1, 4, 2, 1, 1, TensorRanks.all(1)));
    }

    @Test
    void anExpertTensorParallelismThatEqualledTensorParallelismFollowsIt() {
        assertThat(single().withTensor(4).withExpertTensor(4).withTensor(8).expertTensor())
                .isEqualTo(8);
        assertThat(single().withTensor(4).withExpertTensor(1).withTensor(8).expertTensor())
                .isEqualTo(1);
        assertThat(single().withTensor(4).withTensor(8).expertTensor()).isEqualTo(8);
    }
}
