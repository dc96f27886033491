package io.shardfit.domain.approval;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is effective, found by living through every second from 0: an oracle that shares nothing
/// with {@link Timeline} but the facts. All instants are whole seconds.
final class TickByTick {
    private static final class Life {
        private boolean begun;
        private int needed;
        private boolean reached;
        private long deadline = Long.MAX_VALUE;
        private final Map<String, ApprovalFact.Approved> live = new HashMap<>();
        private String word = "";
        private long since;

        private void end(String how, long second) {
            if (word.isEmpty() && begun) {
                word = how;
                since = second;
            }
        }
    }

    private TickByTick() {}

    static String at(List<ApprovalFact> facts, List<Round> rounds, long second) {
        Map<Round, Life> lives = new HashMap<>();
        rounds.forEach(round -> lives.put(round, new Life()));
        for (long now = 0; now <= second; now++) {
            long tick = now;
            for (Life life : lives.values()) {
                time(life, tick);
            }
            for (ApprovalFact fact : facts) {
                if (fact.at().getEpochSecond() == now) {
                    lives.forEach((round, life) -> happen(round, life, fact, tick));
                    lives.values().forEach(life -> time(life, tick));
                }
            }
        }
        return best(rounds, lives);
    }

    private static void time(Life life, long now) {
        life.live.values().removeIf(one -> one.until().getEpochSecond() <= now);
        if (life.reached && life.live.size() < life.needed) {
            life.end("EXPIRED", now);
        }
        if (life.deadline <= now) {
            life.end("SUSPENDED", now);
        }
    }

    private static void happen(Round round, Life life, ApprovalFact fact, long now) {
        switch (fact) {
            case ApprovalFact.Requested(Instant _, Round of, int needed) -> {
                if (of.equals(round)) {
                    life.begun = true;
                    life.needed = needed;
                }
            }
            case ApprovalFact.Approved approved -> {
                if (approved.round().equals(round) && life.begun && life.word.isEmpty()) {
                    life.live.remove(approved.by());
                    if (approved.until().getEpochSecond() > now) {
                        life.live.put(approved.by(), approved);
                    }
                    life.reached |= life.live.size() >= life.needed;
                }
            }
            case ApprovalFact.Rejected(Instant _, Round of) -> {
                if (of.equals(round)) {
                    life.end("REJECTED", now);
                }
            }
            case ApprovalFact.Suspended(Instant _, Round of) -> {
                if (of.equals(round)) {
                    life.end("SUSPENDED", now);
                }
            }
            case ApprovalFact.Flagged(Instant _, Round of, Instant deadline) -> {
                if (of.equals(round) && life.begun) {
                    life.deadline = Math.min(life.deadline, deadline.getEpochSecond());
                }
            }
            case ApprovalFact.WaiverEnded(Instant _, String waiver) -> {
                if (life.live.values().stream().anyMatch(one -> one.waivers().contains(waiver))) {
                    life.end("SUSPENDED", now);
                }
            }
            case ApprovalFact.Revoked _ -> life.end("REVOKED", now);
            case ApprovalFact.PlanChanged _ -> life.end("VOID", now);
            case ApprovalFact.Archived _ -> life.end("ARCHIVED", now);
        }
    }

    private static String best(List<Round> rounds, Map<Round, Life> lives) {
        String answer = "NOT_REQUESTED";
        long until = Long.MIN_VALUE;
        int rank = 0;
        for (Round round : rounds) {
            Life life = lives.get(round);
            if (!life.begun) {
                continue;
            }
            boolean runs = life.word.isEmpty() && life.reached;
            long end = runs ? lapse(life) : 0;
            boolean risk = life.deadline != Long.MAX_VALUE;
            int mine = !runs ? 1 : risk ? 2 : 3;
            end = risk ? Math.min(end, life.deadline) : end;
            if (mine > rank || mine == rank && (mine == 1 || end > until)) {
                rank = mine;
                until = end;
                answer = words(life, runs, risk, end);
            }
        }
        return answer;
    }

    /// Takes approvals away, the first to lapse first, until too few are left.
    private static long lapse(Life life) {
        List<Long> ends =
                life.live.values().stream()
                        .map(one -> one.until().getEpochSecond())
                        .sorted()
                        .toList();
        return ends.get(ends.size() - life.needed);
    }

    private static String words(Life life, boolean runs, boolean risk, long end) {
        if (!runs) {
            return life.word.isEmpty()
                    ? "PENDING " + life.live.size() + " " + life.needed
                    : life.word + " " + life.since;
        }
        return (risk ? "AT_RISK " : "EFFECTIVE ") + end;
    }
}
