package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpParameters;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.readmodel.FleetQuestion;
import io.shardfit.domain.verdict.Readiness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which deployments somebody wants to see, as the address of the page says it.
///
/// @param headroom GiB as they were typed
/// @param after the last name of the page before
public record FleetFilter(
        Optional<Readiness> verdict,
        Optional<String> environment,
        Optional<String> headroom,
        boolean archived,
        Optional<String> after) {
    static FleetFilter of(HttpParameters parameters) {
        return new FleetFilter(
                value(parameters, "verdict").map(FleetFilter::verdict),
                value(parameters, "environment"),
                value(parameters, "headroom"),
                value(parameters, "archived").isPresent(),
                value(parameters, "after"));
    }

    private static Optional<String> value(HttpParameters parameters, String name) {
        return parameters.getFirst(name).filter(text -> !text.isBlank());
    }

    private static Readiness verdict(String word) {
        return Arrays.stream(Readiness.values())
                .filter(one -> one.name().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemKind.BAD_REQUEST,
                                "verdict is one of " + List.of(Readiness.values())));
    }

    /// @throws ProblemException if the headroom is no number
    FleetQuestion question(Instant at, int limit) {
        return new FleetQuestion(
                at, verdict, environment, archived, headroom.map(FleetFilter::bytes), after, limit);
    }

    private static long bytes(String gibibytes) {
        try {
            return Amounts.bytes(gibibytes);
        } catch (NumberFormatException | ArithmeticException wrong) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "headroom is a number of GiB, such as 5 or -2.5");
        }
    }

    /// {@return whether nothing was asked for but what everybody sees at first}
    boolean isFirst() {
        return verdict.isEmpty()
                && environment.isEmpty()
                && headroom.isEmpty()
                && !archived
                && after.isEmpty();
    }

    FleetFilter with(Optional<Readiness> wanted) {
        return new FleetFilter(wanted, environment, headroom, archived, Optional.empty());
    }

    FleetFilter after(Optional<String> name) {
        return new FleetFilter(verdict, environment, headroom, archived, name);
    }

    /// {@return the address of a page with this filter}
    public String at(String path) {
        List<String> pairs = new ArrayList<>();
        verdict.ifPresent(one -> pairs.add("verdict=" + one));
        environment.ifPresent(one -> pairs.add("environment=" + Links.encoded(one)));
        headroom.ifPresent(one -> pairs.add("headroom=" + Links.encoded(one)));
        if (archived) {
            pairs.add("archived=true");
        }
        after.ifPresent(one -> pairs.add("after=" + Links.encoded(one)));
        return pairs.isEmpty() ? path : path + '?' + String.join("&", pairs);
    }
}
