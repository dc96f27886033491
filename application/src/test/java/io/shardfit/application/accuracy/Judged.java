package io.shardfit.application.accuracy;

import io.shardfit.application.accuracy.Prediction.Range;
import io.shardfit.application.accuracy.PublishedCase.Peak;
import java.util.Optional;

/// A case beside what the program says of it.
record Judged(PublishedCase published, Prediction prediction) {
    static Judged of(PublishedCase published) {
        return new Judged(published, Prediction.of(published));
    }

    /// {@return whether the verdict agrees with what happened: a run that fitted is READY or TIGHT,
    /// one that ran out or was refused is NOT_READY}
    boolean isRight() {
        return switch (prediction.verdict()) {
            case "READY", "TIGHT" -> published.outcome().equals("fits");
            case "NOT_READY" -> !published.outcome().equals("fits");
            default -> false;
        };
    }

    /// {@return whether the verdict is right, or warns of a run that failed}
    boolean isNotMisleading() {
        return isRight() || prediction.verdict().equals("TIGHT");
    }

    boolean isReady() {
        return prediction.verdict().equals("READY");
    }

    boolean isUnknown() {
        return prediction.verdict().equals("UNKNOWN");
    }

    /// A measured peak beside the predicted one.
    record Compared(Judged judged, Peak measured, Range predicted) {
        double error() {
            return predicted.expected() / measured.gib() - 1;
        }

        boolean isInside() {
            return predicted.holds(measured.gib(), measured.step());
        }
    }

    Optional<Compared> peak() {
        return published
                .peak()
                .flatMap(measured ->
                        prediction
                                .peak(measured.metric())
                                .map(predicted -> new Compared(this, measured, predicted)));
    }
}
