package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// A rarely needed key that is wrong, or stands where it means nothing, is one error that names
/// file, place, key, what is wrong and what to do. Each row is one change of a plan that is right;
/// `place` is the text at whose first character the error stands.
class RareKeysRefusedTest {
    @ParameterizedTest(name = "{4} {5}")
    @CsvFileSource(
            resources = "rare-keys-refused.csv",
            numLinesToSkip = 1,
            delimiter = '|',
            quoteCharacter = '^',
            emptyValue = "",
            ignoreLeadingAndTrailingWhitespace = false)
    void isOneErrorThatSaysWhatToDo(
            String plan,
            String old,
            String other,
            String place,
            String key,
            String problem,
            String remedy) {
        String text = PlanFiles.with(plan(plan), lines(old), other == null ? "" : lines(other));

        assertThat(PlanFiles.onlyError(text))
                .isEqualTo(
                        new InputError("plan.yaml", at(text, lines(place)), key, problem, remedy));
    }

    private static String plan(String name) {
        return switch (name) {
            case "MIXTURE" -> FullPlans.GROUPED_MIXTURE_TRAINING;
            case "LATENT" -> FullPlans.LATENT_DENSE_INFERENCE;
            case "BLOCKS" -> FullPlans.MEGATRON_TRAINING;
            case "HYBRID" -> FullPlans.HYBRID_INFERENCE;
            case "LINEAR" -> FullPlans.LINEAR_ADAPTER_TRAINING;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String lines(String text) {
        return text.translateEscapes();
    }

    private static Position at(String text, String place) {
        assertThat(text).contains(place);
        String before = text.substring(0, text.indexOf(place));
        int line = (int) before.chars().filter(c -> c == '\n').count();
        return new Position(line + 1, before.length() - before.lastIndexOf('\n'));
    }
}
