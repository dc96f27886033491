package io.shardfit.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.LineDiff.Change;
import io.shardfit.application.LineDiff.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void saysWhichLinesWentAndWhichCame() {
        assertThat(LineDiff.of("a\nb\nc\n", "a\nx\nc\nd\n"))
                .containsExactly(
                        new Line(Change.REMOVED, 2, "b"),
                        new Line(Change.ADDED, 2, "x"),
                        new Line(Change.ADDED, 4, "d"));
    }

    @Test
    void equalTextsDifferInNothing() {
        assertThat(LineDiff.of("a\nb\n", "a\nb\n")).isEmpty();
        assertThat(LineDiff.of("", "")).isEmpty();
    }

    @Test
    void whatIsRemovedAndAddedTurnsOneTextIntoTheOther() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String before = text(random);
            String after = text(random);
            assertThat(changed(before, LineDiff.of(before, after)))
                    .isEqualTo(after.lines().toList());
        }
    }

    private static List<String> changed(String before, List<Line> diff) {
        List<String> lines = new ArrayList<>(before.lines().toList());
        for (Line line : diff.reversed()) {
            if (line.change() == Change.REMOVED) {
                assertThat(lines.remove(line.number() - 1)).isEqualTo(line.text());
            }
        }
        for (Line line : diff) {
            if (line.change() == Change.ADDED) {
                lines.add(line.number() - 1, line.text());
            }
        }
        return lines;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(4))).append('\n');
        }
        return text.toString();
    }
}
