package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.CheckPlan.Outcome;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import io.shardfit.application.document.VerdictDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damaged plans by the thousand. Every case follows from its own seed, which a failure prints:
/// `-Dshardfit.fuzz.seed=` repeats it alone.
class PlanFormatFuzzTest {
    private static final int CASES = Integer.getInteger("shardfit.fuzz.cases", 20_000);
    private static final long FIRST_SEED = Long.getLong("shardfit.fuzz.from", 20_261_123L);
    private static final List<String> NASTY =
            List.of(
                    "",
                    "0",
                    "-1",
                    "1",
                    "2",
                    "3",
                    "7",
                    "64",
                    "1e9",
                    "1000000000",
                    "999999999",
                    "1e99",
                    "9223372036854775807",
                    "0.5",
                    "NaN",
                    ".inf",
                    "true",
                    "null",
                    "~",
                    "[]",
                    "{}",
                    "[",
                    "{",
                    "\"",
                    "'",
                    "&a",
                    "*a",
                    "!!int",
                    "|",
                    ">",
                    "- ",
                    "? ",
                    ": ",
                    "#",
                    "---",
                    "...",
                    "%",
                    "@",
                    "`",
                    "\t",
                    "\r",
                    "\0",
                    "\u0085",
                    "\u2028",
                    "\uFEFF",
                    "\uD83D\uDE00",
                    "é",
                    "<<",
                    "80 GiB",
                    "80 GB",
                    "8 %",
                    "EP64_TP8_PP8_DP8",
                    "TP999999",
                    "PP16_VP1",
                    "{tensorParallel: 2}",
                    "{name: x, memory: 1 B}",
                    "fp8",
                    "full",
                    "vllm",
                    "megatron-core",
                    "zeroStage: 3",
                    "everyNthLayer: 3",
                    "firstDenseLayers: 2",
                    "layerTypes: [linear]",
                    "layers: 65536",
                    "hybridPattern: M*-E",
                    "[full, sliding]",
                    "{zipf: 10000}",
                    "{histogram: [1]}",
                    "recomputation: selective",
                    "0.9",
                    "mtp");

    private final List<String> seeds = PlanFiles.examples().stream().map(PlanFiles::text).toList();

    private final List<String> bases = bases();

    private List<String> bases() {
        List<String> all = new ArrayList<>(seeds);
        seeds.forEach(text -> all.add(Trees.json(Trees.ofYaml(text))));
        all.addAll(FullPlans.ALL);
        return all;
    }

    @Test
    @Timeout(120)
    void noDamageLeadsToAnException() {
        Long only = Long.getLong("shardfit.fuzz.seed");
        int checked = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) {
            checked += tried(only == null ? seed : only) ? 1 : 0;
        }

        assertThat(checked).as("damaged plans that are still plans").isBetween(500, CASES / 2);
    }

    private boolean tried(long seed) {
        byte[] bytes = damaged(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        try {
            return judged(bytes);
        } catch (RuntimeException | AssertionError | StackOverflowError failure) {
            throw new AssertionError(
                    "seed %d:%n%s".formatted(seed, new String(bytes, StandardCharsets.UTF_8)),
                    failure);
        }
    }

    private static boolean judged(byte[] bytes) {
        return switch (PlanFiles.check(bytes)) {
            case Outcome.Checked(CheckedPlan plan) -> {
                String json = JsonText.pretty(VerdictDocument.of(plan));
                assertThat(json.indexOf('\u001b')).isNegative();
                assertThat(Trees.ofJson(json).get("verdict"))
                        .isEqualTo(plan.verdict().readiness().name());
                yield true;
            }
            case Outcome.Rejected(List<InputError> errors) -> {
                long lines =
                        new String(bytes, StandardCharsets.UTF_8).split("\r\n|[\r\n]", -1).length;
                assertThat(errors).isNotEmpty();
                for (InputError error : errors) {
                    check(error, lines);
                }
                yield false;
            }
        };
    }

    private static void check(InputError error, long lines) {
        String message = error.toString();
        boolean plain =
                error.at().line() >= 1
                        && error.at().line() <= lines
                        && error.at().column() >= 1
                        && message.length() < 900
                        && message.chars().noneMatch(Character::isISOControl)
                        && !error.problem().isBlank()
                        && !error.remedy().isBlank();
        assertThat(plain).as("%s in %d lines", message, lines).isTrue();
    }

    private byte[] damaged(RandomGenerator random) {
        StringBuilder text = new StringBuilder(bases.get(random.nextInt(bases.size())));
        int times = 1 + random.nextInt(2);
        for (int i = 0; i < times; i++) {
            damage(text, random);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(20) == 0) {
            for (int i = 0; i < 1 + bytes.length / 200; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
        }
        return bytes;
    }

    private static void damage(StringBuilder text, RandomGenerator random) {
        if (text.length() < 4) {
            text.append(nasty(random));
            return;
        }
        int from = random.nextInt(text.length() - 1);
        int to = Math.min(text.length(), from + 1 + random.nextInt(12));
        switch (random.nextInt(10)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(from, text.substring(from, to));
            case 2 -> text.insert(from, nasty(random));
            case 3 -> text.replace(from, to, nasty(random));
            case 4 -> swapCharacters(text, from);
            case 5 -> changeLines(text, random);
            case 6 -> text.setLength(from);
            default -> replaceValue(text, random);
        }
    }

    private static String nasty(RandomGenerator random) {
        return NASTY.get(random.nextInt(NASTY.size()));
    }

    private static void swapCharacters(StringBuilder text, int at) {
        char left = text.charAt(at);
        text.setCharAt(at, text.charAt(at + 1));
        text.setCharAt(at + 1, left);
    }

    private static void changeLines(StringBuilder text, RandomGenerator random) {
        List<String> lines = new ArrayList<>(text.toString().lines().toList());
        lines.add("");
        int at = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(at));
            default -> lines.add(random.nextInt(lines.size()), lines.get(at));
        }
        text.setLength(0);
        text.append(String.join("\n", lines));
    }

    /// Puts a nasty value where a value stands, which mostly leaves a document that can be read.
    private static void replaceValue(StringBuilder text, RandomGenerator random) {
        int colon = text.indexOf(": ", random.nextInt(text.length()));
        if (colon < 0) {
            text.insert(0, nasty(random));
            return;
        }
        int end = colon + 2;
        while (end < text.length() && ",}\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        text.replace(colon + 2, end, nasty(random));
    }
}
