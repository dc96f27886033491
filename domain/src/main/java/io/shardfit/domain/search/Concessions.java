package io.shardfit.domain.search;

import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Inference;

/// What a candidate gives up of what a serving plan asks for. Training variants give up nothing:
/// they compute the same step.
final class Concessions {
    private Concessions() {}

    static int of(Workload asked, Workload given) {
        return asked instanceof Inference wish && given instanceof Inference offer
                ? of(wish, offer)
                : 0;
    }

    private static int of(Inference wish, Inference offer) {
        int halvings =
                Integer.numberOfLeadingZeros(offer.contextLength())
                        - Integer.numberOfLeadingZeros(wish.contextLength());
        boolean narrower = offer.keyValuePrecision().bits() < wish.keyValuePrecision().bits();
        return halvings + (narrower ? 1 : 0);
    }
}
