package io.shardfit.domain.time;

/// What a collective costs beside the bytes on the wire, in seconds: a start, and a ramp until the
/// rate is reached, which is no longer than a few times the wire itself.
///
/// Read from the sweeps of all-reduce over payloads in stas00/ml-engineering@744d01e
/// network/README.md: 44 µs (A100) and 40 µs (H200) for 32 KiB on one node with NCCL; 685 µs where
/// 67 MB on A100 need 500 µs at the full rate; 430 µs above the wire on four nodes of eight B200.
record Latencies(Factor start, Factor ramp) {
    private static final String SWEEP = "stas00/ml-engineering@744d01e network/README.md";

    /// The ramp is at most this often the time on the wire.
    static final double RAMP_OF_WIRE = 3;

    static final Latencies INSIDE_A_NODE =
            new Latencies(
                    new Factor(10e-6, 20e-6, 45e-6, SWEEP), new Factor(0, 80e-6, 180e-6, SWEEP));

    static final Latencies BETWEEN_NODES =
            new Latencies(
                    new Factor(10e-6, 30e-6, 60e-6, SWEEP), new Factor(0, 150e-6, 430e-6, SWEEP));

    double seconds(double wire, Pace pace) {
        return start.at(pace) + Math.min(ramp.at(pace), RAMP_OF_WIRE * wire);
    }
}
