package io.shardfit.application.document;

import io.shardfit.domain.balance.ComputeHeadroom;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.verdict.Assessment;
import java.util.Optional;

/// The `compute` member of a verdict document.
final class ComputeDocument {
    private ComputeDocument() {}

    static Json of(Assessment assessment) {
        ComputeHeadroom compute = assessment.compute();
        Json.Builder fields =
                Json.fields()
                        .with("bound", assessment.bound().name())
                        .with("precision", compute.precision().word())
                        .with(
                                "flopPerGpu",
                                Json.figure(compute.perGpu().operations(), compute::flopsHow))
                        .with(
                                "trafficBytes",
                                Json.figure(compute.traffic().bytes(), compute::trafficHow))
                        .with("computeSeconds", orNothing(compute.computeSecondsHow()))
                        .with("memorySeconds", orNothing(compute.memorySecondsHow()))
                        .with(
                                "pipelineBubble",
                                Json.figure(
                                        compute.pipelineBubble().fraction(),
                                        compute::pipelineBubbleHow));
        TimeDocument.add(fields, assessment);
        return fields.build();
    }

    private static Json orNothing(Optional<Derivation> how) {
        return how.<Json>map(Json::figure).orElse(new Json.Nothing());
    }
}
