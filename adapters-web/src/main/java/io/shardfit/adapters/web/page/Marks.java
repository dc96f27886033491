package io.shardfit.adapters.web.page;

import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.verdict.Readiness;
import java.time.Instant;
import java.util.regex.Pattern;

/// Signs beside words, so that no meaning is in a colour alone.
public final class Marks {
    private static final Pattern DAY = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9:]{8}Z");

    private Marks() {}

    public static String of(Readiness readiness) {
        return switch (readiness) {
            case READY -> "✓";
            case TIGHT -> "!";
            case NOT_READY -> "✗";
            case UNKNOWN -> "?";
        };
    }

    /// {@return the verdict whose colours a standing has: may it run, soon not, not, or not yet}
    public static Readiness colour(Standing standing) {
        return switch (standing) {
            case Standing.Effective _ -> Readiness.READY;
            case Standing.AtRisk _, Standing.Pending _ -> Readiness.TIGHT;
            case Standing.NotRequested _, Standing.Archived _, Standing.Void _ -> Readiness.UNKNOWN;
            case Standing.Suspended _,
                    Standing.Expired _,
                    Standing.Rejected _,
                    Standing.Revoked _ ->
                    Readiness.NOT_READY;
        };
    }

    /// {@return a standing in words, with the number or the instant that it has}
    public static String words(Standing standing) {
        return switch (standing) {
            case Standing.NotRequested _ -> standing.word();
            case Standing.Pending(int given, int needed) ->
                    "%s %d/%d".formatted(standing.word(), given, needed);
            case Standing.Effective(var until) -> standing.word() + " until " + Amounts.time(until);
            case Standing.AtRisk(var until) -> standing.word() + " until " + Amounts.time(until);
            case Standing.Suspended(var since) -> since(standing, since);
            case Standing.Expired(var since) -> since(standing, since);
            case Standing.Rejected(var since) -> since(standing, since);
            case Standing.Revoked(var since) -> since(standing, since);
            case Standing.Void(var since) -> since(standing, since);
            case Standing.Archived(var since) -> since(standing, since);
        };
    }

    /// {@return the same to the day, for a cell of a table}
    public static String brief(Standing standing) {
        return DAY.matcher(words(standing)).replaceAll("$1");
    }

    private static String since(Standing standing, Instant since) {
        return standing.word() + " since " + Amounts.time(since);
    }
}
