package io.shardfit.application.document;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Derived;
import io.shardfit.domain.quantity.Derivation.Term;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Does a printed derivation again, exactly, as a reader would: `+ - × ÷`, brackets, `ceil floor
/// max min`, numbers and the symbols of its terms.
final class Arithmetic {
    private static final Pattern TOKEN =
            Pattern.compile("\\d+(?:\\.\\d+)?|[A-Za-z][A-Za-z0-9_]*|[-+×÷(),]");

    private final String equation;
    private final List<String> tokens;
    private final Map<String, Fraction> values = new HashMap<>();
    private int next;

    private Arithmetic(Derivation how) {
        this.equation = how.equation();
        this.tokens = TOKEN.matcher(equation).results().map(r -> r.group()).toList();
        if (!String.join("", tokens).equals(equation.replace(" ", ""))) {
            throw new IllegalArgumentException("cannot read \"" + equation + "\"");
        }
        for (Term term : how.terms()) {
            values.put(term.symbol(), Fraction.of(term.value()));
        }
    }

    /// {@return what is wrong with the derivation or with one below it; empty when nothing is}
    static String fault(Derivation how) {
        for (Term term : how.terms()) {
            if (term.meaning().isBlank()) {
                return "\"" + how.equation() + "\" does not explain " + term.symbol();
            }
            if (term instanceof Derived(_, _, Derivation inner) && !fault(inner).isEmpty()) {
                return fault(inner);
            }
        }
        if (how.source().isBlank()) {
            return "\"" + how.equation() + "\" has no source";
        }
        Fraction found = value(how);
        return agree(found, how.value())
                ? ""
                : "\"" + how.equation() + "\" gives " + found.decimal() + ", not " + how.value();
    }

    static Fraction value(Derivation how) {
        Arithmetic reading = new Arithmetic(how);
        Fraction value = reading.sum();
        if (reading.next != reading.tokens.size()) {
            throw new IllegalArgumentException("\"" + how.equation() + "\" goes on after its end");
        }
        return value;
    }

    /// Whole numbers are exact; what is no whole number was a `double`.
    private static boolean agree(Fraction found, BigDecimal printed) {
        if (found.equals(Fraction.of(printed))) {
            return true;
        }
        boolean whole =
                printed.stripTrailingZeros().scale() <= 0
                        && printed.abs().compareTo(BigDecimal.valueOf(1L << 53)) < 0;
        return !whole
                && found.decimal().subtract(printed).abs().doubleValue()
                        <= 1e-12 * printed.abs().doubleValue();
    }

    private boolean take(String token) {
        boolean taken = next < tokens.size() && tokens.get(next).equals(token);
        next += taken ? 1 : 0;
        return taken;
    }

    private Fraction sum() {
        Fraction sum = product();
        while (true) {
            if (take("+")) {
                sum = sum.plus(product());
            } else if (take("-")) {
                sum = sum.plus(product().negated());
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
                product = product.times(atom().inverted());
            } else {
                return product;
            }
        }
    }

    private Fraction atom() {
        String token = tokens.get(next++);
        return switch (token) {
            case "(" -> closed(sum());
            case "ceil", "floor", "max", "min" -> function(token);
            case String number when Character.isDigit(number.charAt(0)) ->
                    Fraction.of(new BigDecimal(number));
            case String symbol when values.containsKey(symbol) -> values.get(symbol);
            case String unknown ->
                    throw new IllegalArgumentException("\"" + equation + "\": " + unknown + "?");
        };
    }

    private Fraction closed(Fraction inner) {
        if (!take(")")) {
            throw new IllegalArgumentException("\"" + equation + "\" lacks a bracket");
        }
        return inner;
    }

    private Fraction function(String name) {
        take("(");
        Fraction result = sum();
        while (take(",")) {
            Fraction other = sum();
            boolean larger = other.decimal().compareTo(result.decimal()) > 0;
            result = larger == name.equals("max") ? other : result;
        }
        closed(result);
        return switch (name) {
            case "ceil" -> result.negated().floor().negated();
            case "floor" -> result.floor();
            default -> result;
        };
    }

    /// An exact fraction in lowest terms with a positive denominator.
    record Fraction(BigInteger numerator, BigInteger denominator) {
        Fraction {
            BigInteger divisor = numerator.gcd(denominator);
            divisor = denominator.signum() < 0 ? divisor.negate() : divisor;
            numerator = numerator.divide(divisor);
            denominator = denominator.divide(divisor);
        }

        static Fraction of(BigDecimal value) {
            return new Fraction(
                    value.movePointRight(Math.max(0, value.scale())).toBigIntegerExact(),
                    BigInteger.TEN.pow(Math.max(0, value.scale())));
        }

        Fraction plus(Fraction o) {
            return new Fraction(
                    numerator.multiply(o.denominator).add(o.numerator.multiply(denominator)),
                    denominator.multiply(o.denominator));
        }

        Fraction times(Fraction o) {
            return new Fraction(
                    numerator.multiply(o.numerator), denominator.multiply(o.denominator));
        }

        Fraction negated() {
            return new Fraction(numerator.negate(), denominator);
        }

        Fraction inverted() {
            return new Fraction(denominator, numerator);
        }

        Fraction floor() {
            BigInteger[] parts = numerator.divideAndRemainder(denominator);
            return new Fraction(
                    parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0],
                    BigInteger.ONE);
        }

        BigDecimal decimal() {
            return new BigDecimal(numerator)
                    .divide(new BigDecimal(denominator), MathContext.DECIMAL128);
        }
    }
}
