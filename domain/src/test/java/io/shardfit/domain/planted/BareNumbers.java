package io.shardfit.domain.planted;

public record BareNumbers(long bytes) {
    public double gibibytes() {
        return bytes / 1024.0;
    }
}
