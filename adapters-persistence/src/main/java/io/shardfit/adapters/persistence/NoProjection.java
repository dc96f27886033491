package io.shardfit.adapters.persistence;

import io.shardfit.application.port.Projection;
import io.shardfit.application.port.ReadModels;

/// For read models that are made anew for each answer.
record NoProjection(ReadModels models) implements Projection {
    @Override
    public long catchUp() {
        return models.position();
    }

    @Override
    public long rebuild() {
        return models.position();
    }
}
