package io.shardfit.domain.time;

import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Figure.Known;
import io.shardfit.domain.quantity.ByteRate;
import java.util.List;

/// What connects the GPUs of a cluster, where the plan or the catalogue leaves it open the usual
/// node of that GPU.
///
/// @param domain GPUs that reach each other over links of the node; 72 on a GB200 or GB300 rack
///   (stas00/ml-engineering@744d01e network/README.md)
/// @param link per GPU and direction, inside the domain
/// @param network per GPU and direction, between domains
/// @param assumed whether the network is the usual one, because the plan names none
public record Wiring(int domain, Figure<ByteRate> link, Figure<ByteRate> network, boolean assumed) {
    /// The network of a usual node, bytes per second for each GPU.
    private record Usual(String family, double rate, String source) {}

    private static final String SYSTEMS =
            "ai-dynamo/aiconfigurator@095f58a systems/*.yaml inter_node_bw";

    private static final List<Usual> USUAL =
            List.of(
                    new Usual("A100", 25e9, SYSTEMS + " (one ConnectX-6 per GPU)"),
                    new Usual("A800", 25e9, "as A100"),
                    new Usual("H100", 50e9, SYSTEMS + " (one ConnectX-7 per GPU)"),
                    new Usual("H200", 50e9, "as H100"),
                    new Usual("H800", 50e9, "arXiv 2412.19437 §3.1: 50 GB/s InfiniBand"),
                    new Usual("GH200", 50e9, "as H100"),
                    new Usual("B200", 50e9, "DGX B200: one 400 Gb/s port per GPU"),
                    new Usual("B300", 100e9, "DGX B300: one 800 Gb/s port per GPU"),
                    new Usual("GB200", 50e9, "one 400 Gb/s port per GPU"),
                    new Usual("GB300", 100e9, "one 800 Gb/s port per GPU"),
                    new Usual("MI300X", 50e9, "one 400 Gb/s port per GPU"),
                    new Usual("MI325X", 50e9, "one 400 Gb/s port per GPU"),
                    new Usual("MI355X", 50e9, "one 400 Gb/s port per GPU"));

    static Wiring of(Cluster cluster) {
        String gpu = cluster.gpu().name();
        boolean rack = gpu.startsWith("GB200") || gpu.startsWith("GB300");
        int domain = rack ? Math.max(72, cluster.gpusPerNode()) : cluster.gpusPerNode();
        boolean assumed = !(cluster.network() instanceof Known);
        return new Wiring(
                domain, cluster.gpu().link(), assumed ? usual(gpu) : cluster.network(), assumed);
    }

    private static Figure<ByteRate> usual(String gpu) {
        for (Usual usual : USUAL) {
            if (gpu.startsWith(usual.family())) {
                return Figure.known(new ByteRate(usual.rate()), "assumed: " + usual.source());
            }
        }
        return Figure.absent();
    }
}
