package io.shardfit.domain.plan;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ParameterCount;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the author states beside the facts; judged like a computed number and marked so.
public record Declarations(
        @Nullable ParameterCount declaredParameters, @Nullable DeclaredMemory declaredMemory) {
    private static final Declarations NONE = new Declarations(null, null);

    /// An amount and the words in which it was given.
    public record DeclaredMemory(ByteSize bytes, String asWritten) {}

    public static Declarations none() {
        return NONE;
    }

    public Declarations withoutMemory() {
        return new Declarations(declaredParameters, null);
    }

    public Optional<ParameterCount> parameters() {
        return Optional.ofNullable(declaredParameters);
    }

    public Optional<DeclaredMemory> memoryPerGpu() {
        return Optional.ofNullable(declaredMemory);
    }
}
