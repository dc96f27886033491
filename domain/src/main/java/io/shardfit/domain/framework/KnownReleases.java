package io.shardfit.domain.framework;

import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import java.util.Optional;

/// The releases of a framework whose source or runs were read. Another one is judged as the nearest
/// of them, and the answer says so.
///
/// Newest: NVIDIA/Megatron-LM@d98e8a6 megatron/core/package_info.py; deepspeedai/DeepSpeed@edaa722
/// version.txt; pytorch/torchtitan@b5bcd76 assets/version.txt; sgl-project/sglang@6ed5780c; the
/// newest default of vLLM that is known. Oldest: the earliest start of SGLang that was read, and
/// the first TensorRT-LLM that runs PyTorch.
///
/// @param oldest empty where nothing older behaves otherwise, as far as is known
/// @param newest as many numbers as are compared; 0.21 stands for all of 0.21
public record KnownReleases(Optional<Version> oldest, Optional<Version> newest) {

    public static KnownReleases of(Convention convention) {
        return switch (convention) {
            case Multiplicative _ -> new KnownReleases(Optional.empty(), Optional.empty());
            case MegatronCore _ -> until("0.20");
            case DeepSpeed _ -> until("0.19");
            case TorchTitan _ -> until("0.2");
            case VLlm _ -> between("0.1", "0.21");
            case SgLang _ -> between("0.4", "0.5");
            case TensorRtLlm _ -> between("1.0", "1");
        };
    }

    private static KnownReleases until(String newest) {
        return new KnownReleases(Optional.empty(), Optional.of(Version.known(newest)));
    }

    private static KnownReleases between(String oldest, String newest) {
        return new KnownReleases(
                Optional.of(Version.known(oldest)), Optional.of(Version.known(newest)));
    }

    public boolean isOlder(Version release) {
        return oldest.filter(release::isBefore).isPresent();
    }

    public boolean isNewer(Version release) {
        return newest.filter(known -> known.isBefore(release.first(known.numbers().size())))
                .isPresent();
    }

    /// {@return the release, or the nearest that is known}
    public Version nearest(Version release) {
        return isOlder(release)
                ? oldest.orElse(release)
                : isNewer(release) ? newest.orElse(release) : release;
    }
}
