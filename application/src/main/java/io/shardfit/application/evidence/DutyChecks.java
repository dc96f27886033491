package io.shardfit.application.evidence;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.LedgerTables.AuthorRow;
import io.shardfit.application.port.LedgerTables.VoteRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The tables by which the database itself refuses an author's approval, against the entries that
/// they were made from.
final class DutyChecks {
    /// What a row of authors is known by.
    private record Authorship(String stream, String plan, String author) {
        static final Comparator<Authorship> ORDER =
                Comparator.comparing(Authorship::stream)
                        .thenComparing(Authorship::plan)
                        .thenComparing(Authorship::author);

        String place() {
            return "plan_author %s of %s, %s".formatted(author, stream, plan);
        }
    }

    private final Map<Authorship, Long> authors = new TreeMap<>(Authorship.ORDER);
    private final Map<Long, VoteRow> votes = new HashMap<>();
    private final Consumer<Damage> found;

    DutyChecks(Consumer<Damage> found) {
        this.found = found;
    }

    void read(Entry entry) {
        if (entry.type().equals("PlanSubmitted")) {
            people(entry)
                    .forEach(author ->
                            authors.putIfAbsent(
                                    new Authorship(entry.stream().text(), plan(entry), author),
                                    entry.position()));
        } else if (entry.type().equals("PlanApproved")) {
            votes.put(entry.position(), vote(entry));
        }
    }

    private static Stream<String> people(Entry entry) {
        Stream<String> named =
                entry.data().members().get("authors") instanceof Json.Items(List<Json> items)
                        ? items.stream()
                                .filter(Json.Text.class::isInstance)
                                .map(item -> ((Json.Text) item).value())
                        : Stream.of();
        Stream<String> acting =
                Stream.concat(Stream.of(entry.actor().id()), entry.actor().onBehalfOf().stream());
        return Stream.concat(acting, named);
    }

    private static VoteRow vote(Entry entry) {
        long round =
                entry.data().members().get("round") instanceof Json.Figure figure
                        ? figure.value().longValueExact()
                        : 0;
        return new VoteRow(
                entry.position(),
                text(entry, "environment"),
                entry.stream().text(),
                plan(entry),
                round,
                entry.actor().id());
    }

    private static String plan(Entry entry) {
        return text(entry, "planDigest");
    }

    private static String text(Entry entry, String key) {
        return entry.data().members().get(key) instanceof Json.Text(String value) ? value : "";
    }

    void check(AuthorRow row) {
        Authorship known = new Authorship(row.stream(), row.plan(), row.author());
        Optional<Long> position = Optional.ofNullable(authors.remove(known));
        if (position.isEmpty()) {
            report(known.place(), "no entry says so");
        } else if (position.get() != row.position()) {
            report(
                    known.place(),
                    "says position %d, the entry is %d".formatted(row.position(), position.get()));
        }
    }

    void check(VoteRow row) {
        Optional<VoteRow> given = Optional.ofNullable(votes.remove(row.position()));
        if (!given.equals(Optional.of(row))) {
            report(
                    "approval_vote " + row.position(),
                    "is not what the entry says, which is %s"
                            .formatted(given.map(VoteRow::toString).orElse("no approval")));
        }
    }

    /// Once all rows are checked.
    void checkNoneIsMissing() {
        authors.forEach((known, position) ->
                report(known.place(), "has no row, position %d says it".formatted(position)));
        votes.keySet().stream()
                .sorted()
                .forEach(position -> report("approval_vote " + position, "has no row"));
    }

    private void report(String place, String what) {
        found.accept(new Damage(place, what));
    }
}
