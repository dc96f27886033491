package io.shardfit.adapters.persistence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A table of read models. Rows come as one array of text for each column, so that any number of
/// them is one statement; the database reads the text as what the column holds.
enum ReadTable {
    PLAN(
            "deployment",
            "deployment",
            "file_name raw_digest plan_digest origin plan_position:bigint archived:boolean"
                    + " last_position:bigint last_at:timestamptz last_type last_by"),
    VERDICT(
            "deployment",
            "deployment margin",
            "position:bigint judged_at:timestamptz result rule_set:int engine_version findings"
                    + " gpus_required:bigint gpus_available:bigint budget_bytes:bigint"
                    + " expected_bytes:bigint high_bytes:bigint"),
    APPROVAL_ROUND(
            "deployment",
            "deployment environment round:int",
            "position:bigint requested_at:timestamptz requested_by plan_digest"
                    + " verdict_position:bigint policy_version:bigint needed:int"),
    APPROVAL_WAIVER("deployment", "environment waiver deployment round:int", ""),
    APPROVAL_INTERVAL(
            "deployment",
            "deployment environment round:int from_time:timestamptz",
            "until_time:timestamptz standing instant:timestamptz given:int needed:int"),
    PLACE_INTERVAL(
            "deployment",
            "deployment environment from_time:timestamptz",
            "until_time:timestamptz standing instant:timestamptz given:int needed:int"),
    READINESS_DAY(
            "deployment",
            "deployment margin day:date",
            "until_day:date result rule_set:int position:bigint"),
    ENVIRONMENT(
            "environment", "environment", "version:bigint policy_version:bigint margin needed:int"),
    WAIVER(
            "environment",
            "environment position:bigint",
            "waiver finding plan_digest reason from_time:timestamptz until_time:timestamptz"
                    + " requester granter ticket revoked_at:timestamptz");

    private static final String SCHEMA = "shardfit_read.";

    private final String owner;
    private final String keys;
    private final String values;

    /// @param owner the column that names whose row it is
    ReadTable(String owner, String keys, String values) {
        this.owner = owner;
        this.keys = keys;
        this.values = values;
    }

    private List<Column> keyColumns() {
        return columns(keys);
    }

    private List<Column> valueColumns() {
        return columns(values);
    }

    private record Column(String name, String type) {
        static Column of(String text) {
            int colon = text.indexOf(':');
            return colon < 0
                    ? new Column(text, "text")
                    : new Column(text.substring(0, colon), text.substring(colon + 1));
        }
    }

    private static List<Column> columns(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(Column::of)
                .toList();
    }

    String qualified() {
        return SCHEMA + name().toLowerCase(Locale.ROOT);
    }

    boolean isOfDeployments() {
        return owner.equals("deployment");
    }

    /// {@return how many columns a row has, the generation not counted}
    int width() {
        return keyColumns().size() + valueColumns().size();
    }

    int keyWidth() {
        return keyColumns().size();
    }

    /// Parameters: the generation, then an array for each column.
    String insert() {
        List<Column> all = Stream.concat(keyColumns().stream(), valueColumns().stream()).toList();
        return "INSERT INTO %s (generation, %s) SELECT ?, %s FROM %s"
                .formatted(
                        qualified(),
                        each(all, "%1$s"),
                        each(all, "fresh.%1$s::%2$s"),
                        unnested(all));
    }

    /// As {@link #insert}; rows that are there are changed if they differ.
    String upsert() {
        String conflict = " ON CONFLICT (generation, %s) DO ".formatted(each(keyColumns(), "%1$s"));
        return insert()
                + conflict
                + (values.isEmpty()
                        ? "NOTHING"
                        : "UPDATE SET %s WHERE (%s) IS DISTINCT FROM (%s)"
                                .formatted(
                                        each(valueColumns(), "%1$s = excluded.%1$s"),
                                        each(valueColumns(), qualified() + ".%1$s"),
                                        each(valueColumns(), "excluded.%1$s")));
    }

    /// Parameters: the generation, the owners, then an array for each key of the rows that stay.
    String deleteOthers() {
        return "DELETE FROM %s AS old WHERE generation = ? AND %s = ANY (?) AND NOT EXISTS (SELECT FROM %s WHERE %s)"
                .formatted(
                        qualified(),
                        owner,
                        unnested(keyColumns()),
                        keyColumns().stream()
                                .map(key ->
                                        "old.%1$s = fresh.%1$s::%2$s".formatted(key.name, key.type))
                                .collect(Collectors.joining(" AND ")));
    }

    private static String unnested(List<Column> columns) {
        return "unnest(%s) AS fresh (%s)"
                .formatted(each(columns, "?::text[]"), each(columns, "%1$s"));
    }

    private static String each(List<Column> columns, String form) {
        List<String> texts = new ArrayList<>();
        columns.forEach(column -> texts.add(form.formatted(column.name, column.type)));
        return String.join(", ", texts);
    }
}
