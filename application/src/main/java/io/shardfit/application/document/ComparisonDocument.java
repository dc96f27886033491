package io.shardfit.application.document;

import io.shardfit.application.Engine;
import io.shardfit.application.comparison.Comparison;
import io.shardfit.application.comparison.Comparison.Capacity;
import io.shardfit.application.comparison.Comparison.LeftOut;
import io.shardfit.application.comparison.Explanation;
import io.shardfit.application.comparison.Explanation.MeasuredApart;
import io.shardfit.application.comparison.Explanation.NotInThePlan;
import io.shardfit.application.comparison.Explanation.OtherValue;
import io.shardfit.application.comparison.Explanation.WideInterval;
import io.shardfit.application.comparison.Row;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import java.util.List;
import java.util.function.Function;

/// The published comparison of a plan with a run, version 1.0: minor versions add members, major
/// ones change them.
public final class ComparisonDocument {
    public static final String SCHEMA_VERSION = "1.0";

    private ComparisonDocument() {}

    public static Json.Fields of(Comparison comparison) {
        DeploymentPlan plan = comparison.plan().file().plan();
        Json.Builder fields =
                Json.fields()
                        .with("schemaVersion", SCHEMA_VERSION)
                        .with("kind", "Comparison")
                        .with("name", plan.name())
                        .with("digest", comparison.plan().digest())
                        .with("engineVersion", Engine.version())
                        .with("agrees", new Json.Flag(comparison.agrees()));
        if (comparison.isEmpty()) {
            fields.with("nothingCompared", new Json.Flag(true));
        }
        return fields.with("tolerance", tolerance(comparison))
                .with("rows", items(comparison.rows(), ComparisonDocument::row))
                .with("capacity", items(comparison.capacity(), ComparisonDocument::capacity))
                .with("notCompared", items(comparison.leftOut(), ComparisonDocument::leftOut))
                .with("notes", items(comparison.notes(), Json::text))
                .build();
    }

    private static <T> Json items(List<T> list, Function<T, Json> item) {
        return Json.items(list.stream().map(item).toList());
    }

    private static Json tolerance(Comparison comparison) {
        double share = comparison.tolerance().fraction();
        return Json.figure(
                Derivation.of(
                        share,
                        "share",
                        "given",
                        "--tolerance",
                        Derivation.term("given", share, "of a measured amount", "--tolerance")));
    }

    private static Json row(Row row) {
        return Json.fields()
                .with("id", row.predicted().quantity().id())
                .with(
                        "stage",
                        Json.given(
                                row.predicted().stage().layers().stage(),
                                "",
                                "pipeline stage of the prediction",
                                "layout"))
                .with("standing", row.standing().word())
                .with("lowBytes", Json.figure(row.predicted().lowHow()))
                .with("expectedBytes", Json.figure(row.predicted().expectedHow()))
                .with("highBytes", Json.figure(row.predicted().highHow()))
                .with("measuredBytes", Json.figure(row.measuredHow()))
                .with("residualBytes", Json.figure(row.residualHow()))
                .with("measurement", measurement(row.measured()))
                .with(
                        "measurements",
                        Json.given(
                                row.of(),
                                "",
                                "of this quantity, the decisive one counts",
                                "the run"))
                .with("explanations", items(row.explanations(), one -> explanation(one, row)))
                .build();
    }

    private static Json measurement(Measurement measured) {
        return Json.fields()
                .with("asWritten", measured.amount().written())
                .with("unit", measured.amount().unit().because())
                .with("program", measured.program())
                .with("origin", measured.origin().label())
                .with(
                        "low",
                        Json.given(
                                measured.amount().low(),
                                "",
                                "least that rounds to what was printed",
                                measured.place()))
                .with(
                        "high",
                        Json.given(
                                measured.amount().high(),
                                "",
                                "most that rounds to what was printed",
                                measured.place()))
                .with(
                        "source",
                        Json.fields()
                                .with("file", measured.file())
                                .with("line", Json.given(measured.line(), "", "line", "the file"))
                                .build())
                .build();
    }

    private static Json explanation(Explanation explanation, Row row) {
        Json.Builder fields = Json.fields();
        switch (explanation) {
            case OtherValue other ->
                    fields.with("kind", "otherValue")
                            .with("key", other.key())
                            .with("value", other.value())
                            .with("before", other.before())
                            .with("assumed", new Json.Flag(other.assumed()));
            case WideInterval wide ->
                    fields.with("kind", "interval")
                            .with("part", wide.part())
                            .with("reason", wide.reason());
            case MeasuredApart apart ->
                    fields.with("kind", "measuredApart")
                            .with("part", apart.what())
                            .with("reason", apart.place());
            case NotInThePlan missing ->
                    fields.with("kind", "notInThePlan")
                            .with("part", missing.what())
                            .with("reason", missing.place());
        }
        return fields.with("changeBytes", bytes(explanation.change(), "change of the prediction"))
                .with(
                        "accountsForBytes",
                        bytes(explanation.accountsFor(row.residual()), "bytes of the residual"))
                .build();
    }

    private static Json bytes(long value, String meaning) {
        return Json.given(value, "bytes", meaning, "the plan computed again");
    }

    private static Json capacity(Capacity capacity) {
        Json.Builder fields = Json.fields();
        capacity.predicted()
                .ifPresent(room ->
                        fields.with("standing", room.standing().word())
                                .with("lowTokens", Json.figure(room.low()))
                                .with("expectedTokens", Json.figure(room.expected()))
                                .with("highTokens", Json.figure(room.high())));
        return fields.with(
                        "neededTokens",
                        tokens(capacity.needed(), "held at once by the plan", "the plan"))
                .with(
                        "availableTokens",
                        tokens(
                                capacity.tokens(),
                                "room that the engine has",
                                capacity.measured().place()))
                .with("suffices", new Json.Flag(capacity.suffices()))
                .with("measurement", measurement(capacity.measured()))
                .build();
    }

    private static Json tokens(long value, String meaning, String origin) {
        return Json.given(value, "tokens", meaning, origin);
    }

    private static Json leftOut(LeftOut leftOut) {
        return Json.fields()
                .with("id", leftOut.measured().quantity().id())
                .with("reason", leftOut.reason())
                .with("measurement", measurement(leftOut.measured()))
                .build();
    }
}
