package io.shardfit.application.document;

import io.shardfit.domain.balance.Bound;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Figure.Known;
import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.time.KnownTime;
import io.shardfit.domain.time.Pace;
import io.shardfit.domain.time.ServingTime;
import io.shardfit.domain.time.TrainingTime;
import io.shardfit.domain.time.UnknownTime;
import io.shardfit.domain.time.Wiring;
import io.shardfit.domain.verdict.Assessment;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The members `time`, `headroom` and `network` of `compute`.
final class TimeDocument {
    private TimeDocument() {}

    static void add(Json.Builder compute, Assessment assessment) {
        switch (assessment.time()) {
            case UnknownTime unknown ->
                    compute.with("time", Json.fields().with("unknown", unknown.reason()).build())
                            .with("headroom", new Json.Nothing())
                            .with("network", new Json.Nothing());
            case KnownTime time ->
                    compute.with("time", time(time))
                            .with("headroom", headroom(assessment, time))
                            .with("network", network(time.wiring()));
        }
    }

    private static Json time(KnownTime time) {
        Json.Builder fields =
                Json.fields()
                        .with(
                                "stepSeconds",
                                interval(pace -> time.at(pace).seconds(), time::stepHow))
                        .with(
                                "tokensPerSecond",
                                falling(
                                        pace -> time.throughput(pace).perSecond(),
                                        time::throughputHow))
                        .with(
                                "tokensPerSecondPerGpu",
                                falling(
                                        pace -> time.throughputPerGpu(pace).perSecond(),
                                        time::throughputPerGpuHow));
        switch (time) {
            case ServingTime serving ->
                    fields.with(
                            "promptTokensPerSecond",
                            falling(
                                    pace -> serving.readingHow(pace).value().doubleValue(),
                                    serving::readingHow));
            case TrainingTime _ -> {}
        }
        return fields.with(
                        "parts",
                        Json.items(
                                time.parts().stream()
                                        .map(part ->
                                                Json.fields()
                                                        .with("id", part.id())
                                                        .with("binds", part.bound().name())
                                                        .with(
                                                                "seconds",
                                                                interval(
                                                                        pace ->
                                                                                time.of(part, pace)
                                                                                        .seconds(),
                                                                        pace ->
                                                                                time.how(
                                                                                        part,
                                                                                        pace)))
                                                        .build())
                                        .toList()))
                .build();
    }

    private static Json interval(ToDoubleFunction<Pace> value, Function<Pace, Derivation> how) {
        return Json.fields()
                .with("low", at(Pace.FAST, value, how))
                .with("expected", at(Pace.EXPECTED, value, how))
                .with("high", at(Pace.SLOW, value, how))
                .build();
    }

    private static Json at(
            Pace pace, ToDoubleFunction<Pace> value, Function<Pace, Derivation> how) {
        return Json.figure(value.applyAsDouble(pace), () -> how.apply(pace));
    }

    /// What falls as time grows.
    private static Json falling(ToDoubleFunction<Pace> value, Function<Pace, Derivation> how) {
        return Json.fields()
                .with("low", at(Pace.SLOW, value, how))
                .with("expected", at(Pace.EXPECTED, value, how))
                .with("high", at(Pace.FAST, value, how))
                .build();
    }

    private static Json headroom(Assessment assessment, KnownTime time) {
        return Json.fields()
                .with("memoryCapacity", Json.figure(assessment.memoryHeadroomHow()))
                .with("memoryBandwidth", Json.figure(time.headroomHow(Bound.MEMORY_BANDWIDTH)))
                .with("compute", Json.figure(time.headroomHow(Bound.COMPUTE)))
                .with("network", Json.figure(time.headroomHow(Bound.NETWORK)))
                .build();
    }

    private static Json network(Wiring wiring) {
        return Json.fields()
                .with("assumed", new Json.Flag(wiring.assumed()))
                .with(
                        "linkedGpus",
                        Json.given(
                                wiring.domain(),
                                "GPUs",
                                "GPUs that reach each other over links of the node",
                                "hardware.gpusPerNode"))
                .with("linkRate", rate(wiring.link(), "rate of the links, per direction"))
                .with("networkRate", rate(wiring.network(), "rate between nodes, per direction"))
                .build();
    }

    private static Json rate(Figure<ByteRate> rate, String meaning) {
        return rate instanceof Known<ByteRate>(ByteRate figure, String source)
                ? Json.figure(
                        Derivation.of(
                                figure.perSecond(),
                                "bytes/s",
                                "given",
                                source,
                                Derivation.term("given", figure.perSecond(), meaning, source)))
                : new Json.Nothing();
    }
}
