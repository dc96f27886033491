package io.shardfit.domain.arithmetic;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Computes a printed equation as a reader would: `+ - × ÷`, brackets, `ceil floor max min`,
/// numbers and names.
///
/// ```
/// sum     = product (("+" | "-") product)*
/// product = atom (("×" | "÷") atom)*
/// atom    = number | name | function "(" sum ("," sum)* ")" | "(" sum ")"
/// ```
final class Equation {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(\\d+(?:\\.\\d+)?)|([A-Za-z][A-Za-z0-9_]*)|([-+×÷(),]))\\s*");
    private static final Set<String> FUNCTIONS = Set.of("ceil", "floor", "max", "min");

    private final String text;
    private final List<String> tokens;

    private Equation(String text, List<String> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    static Equation of(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw new IllegalArgumentException("cannot read \"" + text + "\" at " + at);
            }
            tokens.add(matcher.group().strip());
            at = matcher.end();
        }
        return new Equation(text, List.copyOf(tokens));
    }

    /// {@return the symbols that need a value}
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String token : tokens) {
            if (Character.isLetter(token.charAt(0)) && !FUNCTIONS.contains(token)) {
                names.add(token);
            }
        }
        return names;
    }

    Fraction valueWith(Map<String, Fraction> values) {
        Reading reading = new Reading(values);
        Fraction value = reading.sum();
        if (reading.next != tokens.size()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" goes on after its end: " + tokens.get(reading.next));
        }
        return value;
    }

    private final class Reading {
        private final Map<String, Fraction> values;
        private int next;

        private Reading(Map<String, Fraction> values) {
            this.values = values;
        }

        private boolean take(String token) {
            boolean taken = next < tokens.size() && tokens.get(next).equals(token);
            next += taken ? 1 : 0;
            return taken;
        }

        private void need(String token) {
            if (!take(token)) {
                throw new IllegalArgumentException("\"" + text + "\" lacks a " + token);
            }
        }

        private Fraction sum() {
            Fraction sum = product();
            while (true) {
                if (take("+")) {
                    sum = sum.plus(product());
                } else if (take("-")) {
                    sum = sum.minus(product());
                } else {
                    return sum;
                }
            }
        }

        private Fraction product() {
            Fraction product = atom();
            while (true) {
                if (take("×")) {
                    product = product.times(atom());
                } else if (take("÷")) {
                    product = product.dividedBy(atom());
                } else {
                    return product;
                }
            }
        }

        private Fraction atom() {
            if (next == tokens.size()) {
                throw new IllegalArgumentException("\"" + text + "\" ends too early");
            }
            String token = tokens.get(next++);
            if (token.equals("(")) {
                Fraction inner = sum();
                need(")");
                return inner;
            }
            if (Character.isDigit(token.charAt(0))) {
                return Fraction.of(new BigDecimal(token));
            }
            if (FUNCTIONS.contains(token)) {
                return function(token);
            }
            Fraction value = values.get(token);
            if (value == null) {
                throw new IllegalArgumentException("\"" + text + "\" has no value for " + token);
            }
            return value;
        }

        private Fraction function(String name) {
            need("(");
            Fraction result = sum();
            while (take(",")) {
                Fraction other = sum();
                boolean replace =
                        name.equals("max") == (other.compareTo(result) > 0)
                                && other.compareTo(result) != 0;
                result = replace ? other : result;
            }
            need(")");
            return switch (name) {
                case "ceil" -> result.ceil();
                case "floor" -> result.floor();
                default -> result;
            };
        }
    }
}
