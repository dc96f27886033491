package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Digest;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What happens to the rules; in the rule-set's stream.
public sealed interface RuleSetEvent extends LedgerEvent {
    /// An edition takes effect.
    ///
    /// @param artefact digest of the edition as a document
    /// @param dated the day in the edition's name
    /// @param engineSemantics the engine version whose code computes it
    /// @param publisher another one than the author
    record RuleSetPublished(
            int number,
            Digest artefact,
            LocalDate dated,
            String engineSemantics,
            List<RuleChange> changes,
            String author,
            String publisher)
            implements RuleSetEvent {
        public RuleSetPublished {
            changes = List.copyOf(changes);
        }

        @Override
        public Json.Fields data() {
            return Json.fields()
                    .with("number", Members.number(number))
                    .with("artefactDigest", artefact.text())
                    .with("dated", dated.toString())
                    .with("engineSemantics", engineSemantics)
                    .with("changes", Members.list(changes, RuleChange::data))
                    .with("author", author)
                    .with("publisher", publisher)
                    .build();
        }

        static RuleSetPublished of(Data data) {
            return new RuleSetPublished(
                    data.small("number"),
                    data.digest("artefactDigest"),
                    data.parsed("dated", "a day", LocalDate::parse),
                    data.text("engineSemantics"),
                    data.list("changes", RuleChange::of),
                    data.text("author"),
                    data.text("publisher"));
        }
    }

    /// New verdicts are computed by the edition before.
    record RuleSetWithdrawn(int number, String reason) implements RuleSetEvent {
        @Override
        public Json.Fields data() {
            return Json.fields()
                    .with("number", Members.number(number))
                    .with("reason", reason)
                    .build();
        }

        static RuleSetWithdrawn of(Data data) {
            return new RuleSetWithdrawn(data.small("number"), data.text("reason"));
        }
    }

    /// Every live plan is judged again.
    ///
    /// @param from edition that judged before
    /// @param upTo position in the log up to which plans are looked for; later ones are judged by
    ///   the new edition anyway
    record ReevaluationStarted(String id, int from, int to, long upTo) implements RuleSetEvent {
        @Override
        public Json.Fields data() {
            return Json.fields()
                    .with("reevaluationId", id)
                    .with("fromRuleSet", Members.number(from))
                    .with("toRuleSet", Members.number(to))
                    .with("positionUpTo", Members.number(upTo))
                    .build();
        }

        static ReevaluationStarted of(Data data) {
            return new ReevaluationStarted(
                    data.text("reevaluationId"),
                    data.small("fromRuleSet"),
                    data.small("toRuleSet"),
                    data.whole("positionUpTo"));
        }
    }

    /// @param total verdicts looked at
    /// @param errors verdicts that could not be computed again
    /// @param answers how many went from which answer to which, as in `TIGHT to NOT_READY`
    /// @param unchangedLists digests of the documents that list the unchanged ones, in order of
    ///   deployments; empty for none
    record ReevaluationCompleted(
            String id,
            long total,
            long unchanged,
            long errors,
            SortedMap<String, Long> answers,
            List<Digest> unchangedLists)
            implements RuleSetEvent {
        private static final String ONE_LIST = "unchangedListDigest";
        private static final String LISTS = "unchangedListDigests";

        public ReevaluationCompleted {
            answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
            unchangedLists = List.copyOf(unchangedLists);
        }

        @Override
        public Json.Fields data() {
            Json.Builder fields =
                    Json.fields()
                            .with("reevaluationId", id)
                            .with("total", Members.number(total))
                            .with("unchanged", Members.number(unchanged))
                            .with("errors", Members.number(errors))
                            .with("answers", Members.numbers(answers));
            if (unchangedLists.size() == 1) {
                fields.with(ONE_LIST, unchangedLists.getFirst().text());
            } else if (!unchangedLists.isEmpty()) {
                fields.with(
                        LISTS, Members.texts(unchangedLists.stream().map(Digest::text).toList()));
            }
            return fields.build();
        }

        static ReevaluationCompleted of(Data data) {
            return new ReevaluationCompleted(
                    data.text("reevaluationId"),
                    data.whole("total"),
                    data.whole("unchanged"),
                    data.whole("errors"),
                    data.numbers("answers"),
                    lists(data));
        }

        private static List<Digest> lists(Data data) {
            return data.has(LISTS)
                    ? data.digests(LISTS)
                    : data.optionally(ONE_LIST, "a digest", Digest::new).stream().toList();
        }
    }
}
