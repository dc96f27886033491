package io.shardfit.domain.planted;

final class Changes {
    int times;
}
