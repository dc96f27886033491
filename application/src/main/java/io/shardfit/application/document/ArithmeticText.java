package io.shardfit.application.document;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The arithmetic of a number as text.
public final class ArithmeticText {
    private ArithmeticText() {}

    /// {@return whether the number was not computed but stands in the plan or a source}
    public static boolean isGiven(Derivation how) {
        return how.equation().equals("given");
    }

    /// Whole words only, so that `P` is not replaced inside `PP`.
    ///
    /// {@return the equation with the values put in}
    public static String substituted(Derivation how) {
        StringBuilder text = new StringBuilder();
        Matcher words = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*").matcher(how.equation());
        while (words.find()) {
            words.appendReplacement(text, valueOf(how, words.group()));
        }
        words.appendTail(text);
        return text.toString();
    }

    private static String valueOf(Derivation how, String word) {
        return how.terms().stream()
                .filter(term -> term.symbol().equals(word))
                .map(term -> plain(term.value()))
                .findFirst()
                .orElse(word);
    }

    /// {@return the number with its unit; bytes in GiB, too}
    public static String amount(Derivation how) {
        String number = plain(how.value()) + (how.unit().isEmpty() ? "" : " " + how.unit());
        return how.unit().equals("bytes") && how.value().signum() >= 0
                ? number + " (" + ByteSize.ofBytes(how.value().longValueExact()) + ")"
                : number;
    }

    public static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
