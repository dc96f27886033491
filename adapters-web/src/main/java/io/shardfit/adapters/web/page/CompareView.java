package io.shardfit.adapters.web.page;

import io.shardfit.application.deployment.CompareVersions.Outcome.Compared;
import io.shardfit.application.deployment.CompareVersions.Version;
import io.shardfit.application.event.Delta;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.JsonDifference;
import io.shardfit.domain.verdict.Readiness;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Two plans and what they do not share.
///
/// @param a how the first was asked for
/// @param b how the second was asked for
public record CompareView(String a, String b, Compared compared) {
    private static final String BYTES = "Bytes";

    /// One difference.
    ///
    /// @param effect what it adds; empty where that is no number
    public record Row(String what, String from, String to, String effect) {}

    /// {@return the answer of a version; UNKNOWN where none was recorded}
    public static Readiness result(Version version) {
        return version.verdict()
                .map(StandingVerdict::verdict)
                .map(verdict -> verdict.result())
                .orElse(Readiness.UNKNOWN);
    }

    public boolean isSame() {
        return compared.values().isEmpty() && compared.verdicts().isEmpty();
    }

    /// {@return answer and figures; findings are told apart}
    public List<Row> answers() {
        return compared.verdicts().stream()
                .filter(delta -> !delta.what().equals("findings"))
                .map(CompareView::row)
                .toList();
    }

    private static Row row(Delta delta) {
        Optional<Long> from = number(delta.from());
        Optional<Long> to = number(delta.to());
        boolean bytes = delta.what().endsWith(BYTES);
        return new Row(
                bytes
                        ? delta.what().substring(0, delta.what().length() - BYTES.length())
                                + ", GiB"
                        : delta.what(),
                shown(delta.from(), from, bytes),
                shown(delta.to(), to, bytes),
                from.flatMap(old -> to.map(now -> signed(now - old, bytes))).orElse(""));
    }

    private static Optional<Long> number(String text) {
        return text.matches("-?\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static String shown(String text, Optional<Long> number, boolean bytes) {
        return number.map(value -> bytes ? Amounts.gibibytes(value) : grouped(value)).orElse(text);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String signed(long difference, boolean bytes) {
        String amount = bytes ? Amounts.gibibytes(difference) : grouped(difference);
        return difference > 0 ? "+" + amount : amount;
    }

    /// {@return values of the complete plans}
    public List<Row> values() {
        return compared.values().stream().map(CompareView::row).toList();
    }

    private static Row row(JsonDifference difference) {
        return new Row(
                difference.path().replaceFirst("^\\$\\.", ""),
                difference.first().orElse("–"),
                difference.second().orElse("–"),
                "");
    }
}
