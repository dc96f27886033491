package io.shardfit.domain.time;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Figure.Known;
import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.quantity.FlopRate;
import java.util.ArrayList;
import java.util.List;

/// The printed arithmetic of amounts over rates and of collectives.
final class RateArithmetic {
    private static final String COUNTED = "counted from model, workload and strategy";
    private static final String PEAK_TIMES_SHARE = "n × FLOP ÷ (peak × share)";

    private RateArithmetic() {}

    static Derivation nothing() {
        return Derivation.given(0, "seconds", "does not happen", KnownTime.SOURCE);
    }

    static Derivation matmul(int times, double flop, String meaning, Rates rates, Pace pace) {
        return Derivation.of(
                times * flop / rates.matmulRate(pace),
                "seconds",
                PEAK_TIMES_SHARE,
                KnownTime.SOURCE,
                times(times),
                term("FLOP", flop, "operations of matrix products: " + meaning, COUNTED),
                peak(rates.matmul()),
                rates.matmulShare().term("share", pace, "part of the peak that is reached"));
    }

    static Derivation grouped(int times, double flop, Rates rates, Pace pace) {
        return Derivation.of(
                times * flop / rates.groupedRate(pace),
                "seconds",
                "n × FLOP ÷ (peak × share × grouped)",
                KnownTime.SOURCE,
                times(times),
                term("FLOP", flop, "operations of routed experts", COUNTED),
                peak(rates.matmul()),
                rates.matmulShare().term("share", pace, "part of the peak that is reached"),
                AchievedShares.GROUPED.term(
                        "grouped", pace, "part of that which many small products reach"));
    }

    static Derivation scores(int times, double flop, Rates rates, Pace pace) {
        return Derivation.of(
                times * flop / rates.scoreRate(pace),
                "seconds",
                PEAK_TIMES_SHARE,
                KnownTime.SOURCE,
                times(times),
                term("FLOP", flop, "operations of score and value products", COUNTED),
                peak(rates.scores()),
                AchievedShares.ATTENTION.term("share", pace, "part of the peak that is reached"));
    }

    static Derivation traffic(int times, double bytes, Rates rates, Pace pace) {
        return Derivation.of(
                times * bytes / rates.memoryRate(pace),
                "seconds",
                "n × bytes ÷ (rate × share)",
                KnownTime.SOURCE,
                times(times),
                term("bytes", bytes, "bytes that are read and written", COUNTED),
                rate("rate", "memory bandwidth", rates.memory()),
                AchievedShares.MEMORY.term("share", pace, "part of the rate that is reached"));
    }

    /// @param units exchanges in one repetition
    static Derivation exchange(int times, double units, Exchange exchange, Rates rates, Pace pace) {
        if (exchange.calls() == 0) {
            return nothing();
        }
        Latencies latencies = exchange.latencies();
        return Derivation.of(
                times * units * exchange.exposedSeconds(rates, pace),
                "seconds",
                "n × units × calls × (wire + start + min(ramp, most × wire)) × exposed",
                KnownTime.SOURCE,
                times(times),
                term("units", units, "exchanges each time", COUNTED),
                term("calls", exchange.calls(), "collectives of one exchange", COUNTED),
                term(
                        "wire",
                        "bytes of one call at the rates that are reached",
                        wire(exchange, rates, pace)),
                latencies.start().term("start", pace, "seconds until a call starts"),
                latencies.ramp().term("ramp", pace, "seconds until the rate is reached"),
                term(
                        "most",
                        Latencies.RAMP_OF_WIRE,
                        "longest ramp over the wire",
                        KnownTime.SOURCE),
                exchange.exposed().term("exposed", pace, "part that is not hidden behind work"));
    }

    private static Derivation wire(Exchange exchange, Rates rates, Pace pace) {
        List<Term> terms = new ArrayList<>();
        List<String> ways = new ArrayList<>();
        if (exchange.linkBytes() > 0) {
            ways.add("near ÷ (link × linkShare)");
            terms.add(term("near", exchange.linkBytes(), "bytes over links of the node", COUNTED));
            terms.add(rate("link", "rate of the links", rates.wiring().link()));
            terms.add(AchievedShares.LINK.term("linkShare", pace, "part that is reached"));
        }
        if (exchange.networkBytes() > 0) {
            ways.add("far ÷ (network × networkShare)");
            terms.add(term("far", exchange.networkBytes(), "bytes between nodes", COUNTED));
            terms.add(rate("network", "rate of the network", rates.wiring().network()));
            terms.add(AchievedShares.NETWORK.term("networkShare", pace, "part that is reached"));
        }
        terms.add(exchange.pattern().term("pattern", pace, "over what a ring reaches"));
        return Derivation.of(
                exchange.wire(rates, pace),
                "seconds",
                "(" + String.join(" + ", ways) + ") ÷ pattern",
                KnownTime.SOURCE,
                terms.toArray(Term[]::new));
    }

    private static Term times(int times) {
        return term("n", times, "micro-batches of a step, or passes", COUNTED);
    }

    private static Term peak(Figure<FlopRate> peak) {
        Known<FlopRate> known = (Known<FlopRate>) peak;
        return term("peak", known.figure().perSecond(), "dense peak", known.source());
    }

    private static Term rate(String symbol, String meaning, Figure<ByteRate> rate) {
        Known<ByteRate> known = (Known<ByteRate>) rate;
        return term(symbol, known.figure().perSecond(), meaning, known.source());
    }
}
