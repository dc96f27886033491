package io.shardfit.domain.time;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.TokenRate;
import io.shardfit.domain.workload.Workload.Inference;

/// The time in which every sequence that the cache holds gets one more token, at its full length,
/// and how fast prompts are read in. Without queues, sampling and what a scheduler does. An
/// estimate, no measurement.
public final class ServingTime implements KnownTime {
    /// Tokens of prompts in one pass (max_num_batched_tokens of vLLM's API server on large GPUs,
    /// vllm-project/vllm vllm/engine/arg_utils.py).
    private static final int CHUNK = 8192;

    private final DeploymentPlan plan;
    private final Inference inference;
    private final Batch batch;
    private final ServingPass decoding;
    private final ServingPass reading;

    private ServingTime(
            DeploymentPlan plan,
            Inference inference,
            Batch batch,
            ServingPass decoding,
            ServingPass reading) {
        this.plan = plan;
        this.inference = inference;
        this.batch = batch;
        this.decoding = decoding;
        this.reading = reading;
    }

    static StepTime of(
            DeploymentPlan plan, Inference inference, Batch batch, TimeModel model, RankLoad load) {
        if (batch.all() == 0) {
            return UnknownTime.CACHE;
        }
        int inPass = Math.ceilDiv(batch.ofReplica(), plan.strategy().pipeline());
        double chunk =
                Math.min(
                        inference.engine().maxBatchedTokens().orElse(CHUNK),
                        (double) batch.ofReplica() * inference.contextLength());
        ServingPass decoding = ServingPass.decoding(plan, inference, model, load, inPass);
        ServingPass reading = ServingPass.reading(plan, inference, model, load, chunk);
        return decoding.isKnown() && reading.isKnown()
                ? new ServingTime(plan, inference, batch, decoding, reading)
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
        return TokenRate.of(batch.all(), at(pace));
    }

    /// {@return sequences that get a token in a step; fewer than are asked for where the cache
    /// holds no more}
    public int sequences() {
        return batch.all();
    }

    /// {@return the expected time until each asked sequence has one more token, those that wait for
    /// room in the cache as well: what candidates of a search can be compared by}
    public Seconds untilAllHaveOne() {
        return new Seconds(expected().seconds() * inference.concurrentSequences() / batch.all());
    }

    @Override
    public Wiring wiring() {
        return decoding.rates().wiring();
    }

    @Override
    public Derivation.Term tokens() {
        return batch.tokens();
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
