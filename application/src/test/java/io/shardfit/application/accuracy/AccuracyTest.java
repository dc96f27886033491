package io.shardfit.application.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.accuracy.Judged.Compared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Every published case is judged, and docs/accuracy.md says what came of it. A changed figure
/// fails the build until the page and the history say it too; a worse one needs a reason there.
///
/// `make accuracy` writes both anew.

class AccuracyTest {
    private static final Path PAGE = Path.of("..", "docs", "accuracy.md");
    private static final Path FOREWORD = resource("foreword.md");
    private static final Path OTHERS = resource("other-tools.csv");
    private static final Path HISTORY = resource("history.csv");
    private static final boolean UPDATE = Boolean.getBoolean("accuracy.update");
    private static final Statistics STATISTICS = Statistics.ofAllCases();

    private static Path resource(String name) {
        return Path.of("src/test/resources/io/shardfit/application/accuracy", name);
    }

    @Test
    void everyPlanCanBeRead() {
        assertThat(STATISTICS.all())
                .filteredOn(judged -> judged.published().counts())
                .filteredOn(judged -> judged.prediction().verdict().equals("REJECTED"))
                .extracting(j -> j.published().id() + ": " + j.prediction().words())
                .isEmpty();
        assertThat(STATISTICS.counted()).hasSizeGreaterThan(270);
    }

    @Test
    void nothingThatRanOutOfMemoryIsCalledReady() {
        assertThat(STATISTICS.counted())
                .filteredOn(judged -> judged.published().outcome().equals("oom"))
                .filteredOn(Judged::isReady)
                .extracting(judged -> judged.published().id())
                .isEmpty();
    }

    /// Not counted is not forgotten: a plan that cannot describe a run should not be called READY
    /// either. Three still are, because nothing in the plan tells them from a run that fits: whole
    /// gradients kept over an accumulation (AutoModel's default), batches of images, and a
    /// reference program that whose batch and loading no key describes.
    @Test
    void nothingOutOfScopeThatRanOutOfMemoryIsCalledReady() {
        assertThat(STATISTICS.all())
                .filteredOn(judged -> judged.published().outcome().equals("oom"))
                .filteredOn(judged -> judged.published().hasScope())
                .isNotEmpty()
                .filteredOn(Judged::isReady)
                .extracting(judged -> judged.published().id())
                .containsExactlyInAnyOrder(
                        "automodel-q32b-tulu3-defer-oom",
                        "mbridge-qwen38-27b-sft-norecompute-oom",
                        "llama3-183-8a100-40");
    }

    @Test
    void nothingThatAFrameworkRefusedIsCalledReady() {
        assertThat(STATISTICS.counted())
                .filteredOn(judged -> judged.published().outcome().equals("refused"))
                .filteredOn(judged -> !judged.prediction().verdict().equals("NOT_READY"))
                .filteredOn(judged -> !judged.isUnknown())
                .extracting(judged -> judged.published().id())
                .isEmpty();
    }

    /// The codes under which each kind of refusal is said.
    private static final Map<String, Set<String>> CODES =
            Map.of(
                    "shape", Set.of("PAR001", "PAR002", "PAR004", "PAR005", "PAR006", "PAR010"),
                    "world size", Set.of("PAR003", "PAR004"),
                    "batch", Set.of("PAR007"),
                    "context", Set.of("PAR004"),
                    "kv cache", Set.of("SRV001", "SRV002"));

    @Test
    void nothingIsRefusedForAnotherReason() {
        assertThat(STATISTICS.counted())
                .filteredOn(judged -> judged.published().outcome().equals("refused"))
                .filteredOn(judged -> !judged.isUnknown())
                .hasSizeGreaterThan(25)
                .allSatisfy(judged ->
                        assertThat(judged.prediction().words())
                                .as(judged.published().id())
                                .containsAnyOf(
                                        CODES.get(judged.published().refusalKind())
                                                .toArray(String[]::new)));
    }

    @Test
    void theFixturesStayWithinTheirBars() {
        Errors errors = Statistics.errors(STATISTICS.fixtures());

        assertThat(errors.count()).isEqualTo(19);
        assertThat(errors.mean()).isLessThanOrEqualTo(0.005);
        assertThat(errors.max()).isLessThanOrEqualTo(0.012);
    }

    @Test
    void thePageSaysWhatIsComputed() throws IOException {
        String page =
                AccuracyPage.of(STATISTICS, PlanFiles.text(FOREWORD), OtherTools.of(rows(OTHERS)));
        if (UPDATE) {
            Files.writeString(PAGE, page);
        }

        assertThat(PlanFiles.text(PAGE))
                .as("docs/accuracy.md; run `make accuracy` and look at what changed")
                .isEqualTo(page);
    }

    /// The last row of a group is what it is now; where it is worse than the row before, it says
    /// why.
    @Test
    void noGroupGetsWorseWithoutAReason() throws IOException {
        Map<String, String> last = new TreeMap<>();
        Map<String, String> before = new TreeMap<>();
        for (String row : rows(HISTORY)) {
            String group = row.substring(0, row.indexOf(';'));
            if (last.containsKey(group)) {
                before.put(group, last.get(group));
            }
            last.put(group, row);
        }
        StringBuilder added = new StringBuilder();
        Map<String, String> now = figures();
        now.forEach((group, figures) -> {
            String row = last.get(group);
            if (row == null || !row.startsWith(group + ";" + figures + ";")) {
                added.append(group).append(';').append(figures).append(";\n");
            }
        });
        if (UPDATE && !added.isEmpty()) {
            Files.writeString(HISTORY, PlanFiles.text(HISTORY) + added);
        }

        assertThat(added.toString())
                .as(
                        "rows that history.csv lacks; run `make accuracy` and give a reason where worse")
                .isEmpty();
        assertThat(last.values())
                .filteredOn(row -> isWorse(row, before.get(row.substring(0, row.indexOf(';')))))
                .allMatch(row -> row.substring(row.lastIndexOf(';') + 1).length() > 10);
    }

    /// {@return per group: right verdicts of cases, mean and p90 error; per component of serving:
    /// runs within 3 %; and over all, READY and coverage}
    private static Map<String, String> figures() {
        Map<String, String> figures = new TreeMap<>();
        STATISTICS
                .byGroup(judged -> judged.published().counts())
                .forEach((group, judged) -> {
                    Errors errors =
                            Statistics.errors(
                                    judged.stream()
                                            .filter(j -> j.published().isTraining())
                                            .flatMap(j -> j.peak().stream())
                                            .toList());
                    figures.put(
                            group,
                            row(
                                    judged.stream().filter(Judged::isRight).count(),
                                    judged.size(),
                                    errors));
                });
        for (Component component : Component.ALL) {
            Errors errors = Statistics.relative(STATISTICS.serving(component));
            figures.put(
                    "serving: " + component.label(),
                    row(Math.round(errors.within(0.03) * errors.count()), errors.count(), errors));
        }
        List<Judged> fits =
                STATISTICS.counted().stream()
                        .filter(judged -> judged.published().outcome().equals("fits"))
                        .toList();
        figures.put(
                "READY of what ran",
                row(
                        fits.stream().filter(Judged::isReady).count(),
                        fits.size(),
                        Errors.of(List.of())));
        List<Compared> peaks = STATISTICS.peaks(_ -> true);
        figures.put(
                "peaks inside the interval",
                row(
                        peaks.stream().filter(Compared::isInside).count(),
                        peaks.size(),
                        Errors.of(List.of())));
        return figures;
    }

    private static String row(long right, int cases, Errors errors) {
        return String.format(
                Locale.ROOT,
                "%d;%d;%.2f;%.2f",
                right,
                cases,
                100 * errors.mean(),
                100 * errors.p90());
    }

    private static boolean isWorse(String row, String before) {
        if (before == null) {
            return false;
        }
        String[] now = row.split(";", -1);
        String[] then = before.split(";", -1);
        return Integer.parseInt(now[1]) < Integer.parseInt(then[1])
                || Double.parseDouble(now[3]) > Double.parseDouble(then[3])
                || Double.parseDouble(now[4]) > Double.parseDouble(then[4]);
    }

    /// Rows without the header and comments.
    private static List<String> rows(Path file) {
        return PlanFiles.text(file)
                .lines()
                .filter(row -> !row.isBlank() && !row.startsWith("#"))
                .skip(1)
                .toList();
    }
}
