package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.PrintedUnit;

/// What the three forms of `nvidia-smi` have in common: MiB, cut to a whole one.
final class NvidiaSmi {
    static final String PROGRAM = "nvidia-smi";
    private static final PrintedUnit MIB =
            PrintedUnit.binary("MiB", 20, "the manual of nvidia-smi: memory in MiB");

    private NvidiaSmi() {}

    static Amount mebibytes(String digits) {
        return Amount.rounded(digits, MIB);
    }
}
