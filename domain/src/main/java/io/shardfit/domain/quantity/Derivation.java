package io.shardfit.domain.quantity;

import java.math.BigDecimal;
import java.util.List;

/// The arithmetic behind one number, so that a reader can do it again by hand.
///
/// @param value the number itself
/// @param unit what it counts: `bytes`, `GPUs`, `parameters` …
/// @param equation the formula in the symbols of `terms`, with `+ - × ÷ ( ) ceil max min`
/// @param terms every symbol of the equation
/// @param source paper, file at commit, or the plan
public record Derivation(
        BigDecimal value, String unit, String equation, List<Term> terms, String source) {
    public Derivation {
        terms = List.copyOf(terms);
    }

    /// One symbol of an equation.
    public sealed interface Term {
        String symbol();

        BigDecimal value();

        String meaning();
    }

    /// A symbol that stands in the plan, a catalogue or a paper.
    ///
    /// @param origin the plan key or the source
    public record Given(String symbol, BigDecimal value, String meaning, String origin)
            implements Term {}

    /// A symbol that is itself computed.
    public record Derived(String symbol, String meaning, Derivation how) implements Term {
        @Override
        public BigDecimal value() {
            return how.value();
        }
    }

    public static Derivation of(
            long value, String unit, String equation, String source, Term... terms) {
        return new Derivation(BigDecimal.valueOf(value), unit, equation, List.of(terms), source);
    }

    public static Derivation of(
            double value, String unit, String equation, String source, Term... terms) {
        return new Derivation(BigDecimal.valueOf(value), unit, equation, List.of(terms), source);
    }

    /// {@return a number taken as it stands in the plan or a source}
    public static Derivation given(long value, String unit, String meaning, String origin) {
        return of(value, unit, "given", origin, term("given", value, meaning, origin));
    }

    public static Term term(String symbol, long value, String meaning, String origin) {
        return new Given(symbol, BigDecimal.valueOf(value), meaning, origin);
    }

    public static Term term(String symbol, double value, String meaning, String origin) {
        return new Given(symbol, BigDecimal.valueOf(value), meaning, origin);
    }

    public static Term term(String symbol, Ratio value, String meaning, String origin) {
        return new Given(symbol, new BigDecimal(value.toString()), meaning, origin);
    }

    public static Term term(String symbol, String meaning, Derivation how) {
        return new Derived(symbol, meaning, how);
    }
}
