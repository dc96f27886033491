package io.shardfit.application;

import java.util.ArrayList;
import java.util.List;

/// Lines that differ between two texts, found as the shortest way from one to the other (Myers, An
/// O(ND) Difference Algorithm and Its Variations, 1986).
public final class LineDiff {
    private LineDiff() {}

    /// What became of a line.
    public enum Change {
        REMOVED,
        ADDED
    }

    /// @param number of the line, in the text before for a removed one, else in the text after
    public record Line(Change change, int number, String text) {}

    /// {@return removed and added lines in the order of the text}
    public static List<Line> of(String before, String after) {
        List<String> one = before.lines().toList();
        List<String> other = after.lines().toList();
        return path(one, other, ways(one, other));
    }

    /// {@return for each number of changes, how far each diagonal gets}
    private static List<int[]> ways(List<String> one, List<String> other) {
        int most = one.size() + other.size();
        List<int[]> ways = new ArrayList<>();
        int[] now = {0, 0, 0};
        for (int changes = 0; changes <= most; changes++) {
            int[] next = new int[2 * changes + 3];
            for (int k = -changes; k <= changes; k += 2) {
                int x = start(now, changes, k);
                int y = x - k;
                while (x < one.size() && y < other.size() && one.get(x).equals(other.get(y))) {
                    x++;
                    y++;
                }
                next[k + changes + 1] = x;
                if (x >= one.size() && y >= other.size()) {
                    ways.add(next);
                    return ways;
                }
            }
            ways.add(next);
            now = next;
        }
        return ways;
    }

    /// {@return where diagonal `k` begins after one change more}
    private static int start(int[] before, int changes, int k) {
        if (changes == 0) {
            return 0;
        }
        int offset = changes; // the middle of the shorter array
        boolean down =
                k == -changes
                        || k != changes && at(before, offset, k - 1) < at(before, offset, k + 1);
        return down ? at(before, offset, k + 1) : at(before, offset, k - 1) + 1;
    }

    private static int at(int[] reached, int middle, int k) {
        int index = k + middle;
        return index < 0 || index >= reached.length ? -1 : reached[index];
    }

    private static List<Line> path(List<String> one, List<String> other, List<int[]> ways) {
        List<Line> lines = new ArrayList<>();
        int x = one.size();
        int y = other.size();
        for (int changes = ways.size() - 1; changes > 0; changes--) {
            int[] before = ways.get(changes - 1);
            int k = x - y;
            boolean down =
                    k == -changes
                            || k != changes
                                    && at(before, changes, k - 1) < at(before, changes, k + 1);
            int fromX = down ? at(before, changes, k + 1) : at(before, changes, k - 1);
            int fromY = fromX - (down ? k + 1 : k - 1);
            if (down) {
                lines.addFirst(new Line(Change.ADDED, fromY + 1, other.get(fromY)));
            } else {
                lines.addFirst(new Line(Change.REMOVED, fromX + 1, one.get(fromX)));
            }
            x = fromX;
            y = fromY;
        }
        return lines;
    }
}
