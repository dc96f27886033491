package io.shardfit.application.measurement;

import java.util.OptionalInt;

/// Who printed an amount, as far as the line says.
public sealed interface Origin {
    /// A rank of the whole job.
    record Rank(int rank) implements Origin {
        @Override
        public String label() {
            return "rank " + rank;
        }
    }

    /// A GPU by the number that the driver gives it, which restarts on every node.
    record Device(int index) implements Origin {
        @Override
        public String label() {
            return "GPU " + index;
        }
    }

    /// A process of an engine, named by the engine.
    ///
    /// @param stage pipeline stage, when the name says it
    record Worker(String name, OptionalInt stage) implements Origin {
        @Override
        public String label() {
            return name;
        }
    }

    record Unknown() implements Origin {
        @Override
        public String label() {
            return "unnamed rank";
        }
    }

    String label();
}
