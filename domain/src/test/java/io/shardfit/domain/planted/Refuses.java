package io.shardfit.domain.planted;

final class Refuses extends RuntimeException {
    private static final long serialVersionUID = 1;
}
