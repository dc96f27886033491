package io.shardfit.application.time;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Two runs that differ in their strategy alone, so that a search would have to choose.
record Pair(PublishedTime faster, PublishedTime slower) {
    /// What the rows of one comparison have in common in their names.
    private static final List<Pattern> SAME =
            List.of(
                    Pattern.compile("korth-(.*)-(?:full|seqsel)"),
                    Pattern.compile("simumax-b200-(llama3_70b)_.*mbc4_cef"),
                    Pattern.compile("simumax-b200-(llama3_405b)_.*mbc4_cef"),
                    Pattern.compile("simumax-b200-(deepseekv\\d)_.*mbc4_cef"));

    static List<Pair> all(List<PublishedTime> times) {
        List<Pair> pairs = new ArrayList<>();
        List<PublishedTime> known =
                times.stream().filter(time -> time.answer().isPresent()).toList();
        for (int i = 0; i < known.size(); i++) {
            for (int j = i + 1; j < known.size(); j++) {
                String first = comparison(known.get(i));
                if (!first.isEmpty() && first.equals(comparison(known.get(j)))) {
                    pairs.add(ordered(known.get(i), known.get(j)));
                }
            }
        }
        return pairs;
    }

    private static Pair ordered(PublishedTime one, PublishedTime other) {
        return one.value() <= other.value() ? new Pair(one, other) : new Pair(other, one);
    }

    private static String comparison(PublishedTime time) {
        for (Pattern pattern : SAME) {
            Matcher matcher = pattern.matcher(time.id());
            if (matcher.matches()) {
                return matcher.group(1) + tokens(time.id());
            }
        }
        return "";
    }

    /// {@return replicas × length, by which the tokens of a step differ}
    private static String tokens(String id) {
        if (id.startsWith("korth")) {
            return "";
        }
        Matcher dp = Pattern.compile("_dp(\\d)").matcher(id);
        Matcher length = Pattern.compile("seq(\\d+)").matcher(id);
        return " dp" + (dp.find() ? dp.group(1) : "") + (length.find() ? length.group(1) : "");
    }

    double published() {
        return slower.value() / faster.value();
    }

    double predicted() {
        return slower.answer().orElseThrow().expected() / faster.answer().orElseThrow().expected();
    }

    boolean isRight() {
        return predicted() > 1;
    }
}
