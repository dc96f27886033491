package io.shardfit.adapters.web.gate;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.domain.approval.Standing;
import java.util.Optional;

/// A small picture that says how a deployment stands. Colours have 4.5 : 1 or more against white
/// text (WCAG 2.2, 1.4.3).
///
/// @param label left
/// @param message right
record Badge(String label, String message, String colour) {
    private static final String GREEN = "#1a7f37";
    private static final String AMBER = "#9a6700";
    private static final String RED = "#cf222e";
    private static final String GREY = "#57606a";
    private static final int CHARACTER = 7;
    private static final int MARGIN = 12;
    private static final int LONGEST = 60;

    static Badge of(String environment, DeploymentHistory history, Standing standing) {
        Optional<StandingVerdict> verdict = history.verdict(Optional.empty());
        String word = verdict.map(given -> given.verdict().result() + ", ").orElse("");
        return new Badge(label(environment), word + words(standing), colour(standing));
    }

    static Badge unknown(String environment) {
        return new Badge(label(environment), "unknown", GREY);
    }

    private static String label(String environment) {
        return environment.length() <= LONGEST
                ? environment
                : environment.substring(0, LONGEST - 1) + "…";
    }

    private static String words(Standing standing) {
        return switch (standing) {
            case Standing.Effective _ -> "approved";
            case Standing.AtRisk _ -> "approved, at risk";
            case Standing.NotRequested _ -> "not requested";
            case Standing.Pending(int given, int needed) ->
                    "%d of %d approvals".formatted(given, needed);
            case Standing.Suspended _ -> "suspended";
            case Standing.Expired _ -> "expired";
            case Standing.Rejected _ -> "rejected";
            case Standing.Revoked _ -> "revoked";
            case Standing.Void _ -> "plan changed";
            case Standing.Archived _ -> "archived";
        };
    }

    private static String colour(Standing standing) {
        return switch (standing) {
            case Standing.Effective _ -> GREEN;
            case Standing.AtRisk _, Standing.Pending _ -> AMBER;
            case Standing.NotRequested _, Standing.Void _, Standing.Archived _ -> GREY;
            case Standing.Suspended _,
                    Standing.Expired _,
                    Standing.Rejected _,
                    Standing.Revoked _ ->
                    RED;
        };
    }

    String svg() {
        int left = label.length() * CHARACTER + MARGIN;
        int right = message.length() * CHARACTER + MARGIN;
        String title = escaped(label + ": " + message);
        return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s">
        <title>%2$s</title>
        <rect width="%1$d" height="20" rx="3" fill="#24292f"/>
        <path d="M%3$d 0h%4$da3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H%3$dz" fill="%5$s"/>
        <g fill="#ffffff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
        <text x="%6$d" y="14">%7$s</text><text x="%8$d" y="14">%9$s</text>
        </g></svg>
        """
                .formatted(
                        left + right,
                        title,
                        left,
                        right - 3,
                        colour,
                        left / 2,
                        escaped(label),
                        left + right / 2,
                        escaped(message));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
