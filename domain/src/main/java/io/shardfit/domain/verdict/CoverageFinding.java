package io.shardfit.domain.verdict;

import java.util.List;

/// A finding about something that is not modelled and so cannot be judged.
public sealed interface CoverageFinding extends Finding {

    /// The plan asks for something whose memory is not modelled.
    record NotModelled(String what, List<String> keys) implements CoverageFinding {
        public NotModelled {
            keys = List.copyOf(keys);
        }

        @Override
        public String code() {
            return "UNK001";
        }

        @Override
        public Severity severity() {
            return Severity.UNDECIDED;
        }

        @Override
        public String message() {
            return "cannot judge: " + what;
        }
    }
}
