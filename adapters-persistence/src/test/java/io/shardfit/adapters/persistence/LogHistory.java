package io.shardfit.adapters.persistence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What clients of a log did and were told, each with the times before it was asked and after it
/// was answered.
///
/// A history is linearizable if its operations can be put in one order that agrees with the log and
/// with those times (Herlihy and Wing 1990). Here the answers themselves name the order, as every
/// append says its position and every read how much of the log it saw, so that no search is needed:
/// each operation has a rank, and none with a lower rank may begin after one with a higher has
/// ended.
record LogHistory(List<Operation> operations) {
    LogHistory {
        operations = List.copyOf(operations);
    }

    /// @param asked by a clock that never goes back
    sealed interface Operation {
        long asked();

        long answered();

        /// {@return where it stands in the one order; a read stands behind the entries it saw}
        long rank();

        /// @param position as answered
        record Append(UUID command, long position, long asked, long answered) implements Operation {
            @Override
            public long rank() {
                return 2 * position;
            }
        }

        /// A read to the end.
        ///
        /// @param from the position behind which it began; the client knew that there is more
        /// @param commands of the entries seen, in order
        record Read(long from, List<UUID> commands, long asked, long answered)
                implements Operation {
            @Override
            public long rank() {
                return 2 * (from + commands.size()) + 1;
            }
        }
    }

    /// {@return what no order of the operations explains}
    Optional<String> violation() {
        return differentEntries().or(this::orderAgainstTime);
    }

    /// Whoever sees a position sees the command that was told to lie there.
    private Optional<String> differentEntries() {
        Map<Long, UUID> known = new HashMap<>();
        for (Operation operation : operations) {
            Map<Long, UUID> said = new HashMap<>();
            switch (operation) {
                case Operation.Append append -> said.put(append.position(), append.command());
                case Operation.Read read -> {
                    for (int i = 0; i < read.commands().size(); i++) {
                        said.put(read.from() + i + 1, read.commands().get(i));
                    }
                }
            }
            for (Map.Entry<Long, UUID> one : said.entrySet()) {
                UUID before = known.putIfAbsent(one.getKey(), one.getValue());
                if (before != null && !before.equals(one.getValue())) {
                    return Optional.of(
                            "position %d is %s and %s"
                                    .formatted(one.getKey(), before, one.getValue()));
                }
            }
        }
        return Optional.empty();
    }

    /// In the order of ranks, the latest question so far must come before every later answer.
    private Optional<String> orderAgainstTime() {
        List<Operation> ranked = new ArrayList<>(operations);
        ranked.sort(Comparator.comparingLong(Operation::rank).thenComparingLong(Operation::asked));
        Operation latest = ranked.getFirst();
        for (Operation operation : ranked) {
            if (operation.answered() < latest.asked()) {
                return Optional.of(
                        "%s was answered before %s was asked".formatted(operation, latest));
            }
            latest = operation.asked() > latest.asked() ? operation : latest;
        }
        return Optional.empty();
    }
}
