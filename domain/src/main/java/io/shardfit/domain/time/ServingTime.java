package io.shardfit.domain.time;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.TokenRate;
import io.shardfit.domain.workload.Workload.Inference;

/// The time in which every asked sequence gets one more token, at its full length, and how fast
/// prompts are read in. Without queues, sampling and what a scheduler does. An estimate, no
/// measurement.
public final class ServingTime implements KnownTime {
    /// Tokens of prompts in one pass (max_num_batched_tokens of vLLM's API server on large GPUs,
    /// vllm-project/vllm vllm/engine/arg_utils.py).
    private static final int CHUNK = 8192;

    private final DeploymentPlan plan;
    private final Inference inference;
    private final ServingPass decoding;
    private final ServingPass reading;

    private ServingTime(
            DeploymentPlan plan, Inference inference, ServingPass decoding, ServingPass reading) {
        this.plan = plan;
        this.inference = inference;
        this.decoding = decoding;
        this.reading = reading;
    }

    static StepTime of(DeploymentPlan plan, Inference inference, TimeModel model, RankLoad load) {
        int sequences = Math.ceilDiv(inference.concurrentSequences(), plan.groups().replicas());
        int inPass = Math.ceilDiv(sequences, plan.strategy().pipeline());
        double chunk =
                Math.min(
                        inference.engine().maxBatchedTokens().orElse(CHUNK),
                        (double) sequences * inference.contextLength());
        ServingPass decoding = ServingPass.decoding(plan, inference, model, load, inPass);
        ServingPass reading = ServingPass.reading(plan, inference, model, load, chunk);
        return decoding.isKnown() && reading.isKnown()
                ? new ServingTime(plan, inference, decoding, reading)
                : UnknownTime.RATE;
    }

    @Override
    public DeploymentPlan plan() {
        return plan;
    }

    /// Groups of sequences follow one another through the stages, so each stage works as often as
    /// there are stages until all have their token.
    @Override
    public Seconds at(Pace pace) {
        return new Seconds(plan.strategy().pipeline() * decoding.seconds(pace));
    }

    @Override
    public Seconds of(TimePart part, Pace pace) {
        return new Seconds(plan.strategy().pipeline() * decoding.seconds(part, pace));
    }

    @Override
    public Derivation how(TimePart part, Pace pace) {
        return ServingArithmetic.of(decoding, plan, part, pace);
    }

    /// {@return tokens written by all GPUs}
    @Override
    public TokenRate throughput(Pace pace) {
        return TokenRate.of(inference.concurrentSequences(), at(pace));
    }

    @Override
    public Wiring wiring() {
        return decoding.rates().wiring();
    }

    @Override
    public Derivation.Term tokens() {
        return term(
                "tokens",
                inference.concurrentSequences(),
                "a token of each sequence",
                "workload.inference.concurrentSequences");
    }

    /// {@return tokens of prompts that all GPUs read in, when they do nothing else}
    public TokenRate reading(Pace pace) {
        return TokenRate.of(
                plan.groups().replicas() * reading.tokens(), new Seconds(reading.seconds(pace)));
    }

    public Derivation readingHow(Pace pace) {
        return Derivation.of(
                reading(pace).perSecond(),
                "tokens/s",
                "replicas × chunk ÷ pass",
                SOURCE,
                term("replicas", plan.groups().replicas(), "replicas", "strategy"),
                term(
                        "chunk",
                        reading.tokens(),
                        "tokens of prompts in a pass, at most " + CHUNK + " unless the plan says",
                        "workload.inference.maxBatchedTokens"),
                term("pass", "one pass of a stage", ServingArithmetic.pass(reading, plan, pace)));
    }
}
