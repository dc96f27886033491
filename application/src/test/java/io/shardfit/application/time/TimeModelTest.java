package io.shardfit.application.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Published times against the program's, and docs/time-model.md, which says what came of it.
///
/// `make accuracy` writes the page anew.
class TimeModelTest {
    private static final Path PAGE = Path.of("..", "docs", "time-model.md");
    private static final Path FOREWORD =
            Path.of("src/test/resources/io/shardfit/application/time/foreword.md");
    private static final boolean UPDATE = Boolean.getBoolean("accuracy.update");
    private static final List<PublishedTime> TIMES = PublishedTime.all();

    private static List<PublishedTime> group(String name) {
        return TimePage.byGroup(TIMES).get(name);
    }

    /// Korthikanti et al., arXiv 2205.05198 table 5.
    @Test
    void stepTimesOfThePaperAreMetWithinTenPerCentInTheMean() {
        List<PublishedTime> rows = group("Korthikanti et al. table 5");

        assertThat(rows).hasSize(8);
        assertThat(TimePage.mean(rows)).isLessThanOrEqualTo(0.10);
        assertThat(rows).allMatch(PublishedTime::isInside);
    }

    @Test
    void selectiveRecomputationIsFasterInEveryPairOfThePaper() {
        assertThat(Pair.all(group("Korthikanti et al. table 5")))
                .hasSize(4)
                .allMatch(Pair::isRight);
    }

    /// Rows whose strategies lie so close that both were within two per cent prove nothing.
    @Test
    void theOrderOfStrategiesIsRightWhereverItIsClear() {
        assertThat(Pair.all(TIMES))
                .filteredOn(pair -> pair.published() > 1.02)
                .hasSizeGreaterThan(4)
                .allMatch(Pair::isRight);
    }

    @Test
    void mostPublishedFiguresLieInTheirInterval() {
        List<PublishedTime> known = TIMES.stream().filter(t -> t.answer().isPresent()).toList();

        assertThat(known).hasSizeGreaterThan(60);
        assertThat(known.stream().filter(PublishedTime::isInside).count())
                .isGreaterThanOrEqualTo(known.size() * 85L / 100);
    }

    @Test
    void thePageSaysWhatIsComputed() throws IOException {
        String page = TimePage.of(PlanFiles.text(FOREWORD), TIMES);
        if (UPDATE) {
            Files.writeString(PAGE, page);
        }

        assertThat(PlanFiles.text(PAGE))
                .as("docs/time-model.md; run `make accuracy` and look at what changed")
                .isEqualTo(page);
    }
}
