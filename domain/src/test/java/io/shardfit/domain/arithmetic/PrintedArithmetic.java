package io.shardfit.domain.arithmetic;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Derived;
import io.shardfit.domain.quantity.Derivation.Given;
import io.shardfit.domain.quantity.Derivation.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Does a derivation again from what is printed, all the way down, and collects what is wrong.
public final class PrintedArithmetic {
    /// Units whose values are `double` because they exceed a `long` or are no whole numbers.
    private static final Set<String> ROUNDED =
            Set.of("FLOP", "seconds", "share", "sequences", "tokens/s");

    private static final double TOLERANCE = 1e-12;

    private final Map<String, Equation> equations = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int checked;

    public List<String> wrong() {
        return wrong;
    }

    public int checked() {
        return checked;
    }

    public void check(String where, Derivation how) {
        checked++;
        Equation equation = equations.computeIfAbsent(how.equation(), Equation::of);
        Map<String, Fraction> values = new HashMap<>();
        for (Term term : how.terms()) {
            if (values.put(term.symbol(), Fraction.of(term.value())) != null) {
                complain(where, how, "names " + term.symbol() + " twice");
            }
            switch (term) {
                case Given given ->
                        complainUnless(
                                !given.meaning().isBlank() && !given.origin().isBlank(),
                                where,
                                how,
                                "does not explain " + given.symbol());
                case Derived derived -> check(where + "/" + derived.symbol(), derived.how());
            }
        }
        complainUnless(
                !how.unit().isBlank() && !how.source().isBlank(), where, how, "names no source");
        if (!equation.names().equals(new TreeSet<>(values.keySet()))) {
            complain(where, how, "has the terms " + values.keySet());
            return;
        }
        Fraction value = equation.valueWith(values);
        complainUnless(agrees(how, value), where, how, "gives " + value);
    }

    private static boolean agrees(Derivation how, Fraction value) {
        if (!ROUNDED.contains(how.unit())) {
            return value.compareTo(Fraction.of(how.value())) == 0;
        }
        double printed = how.value().doubleValue();
        return Math.abs(value.nearest() - printed) <= TOLERANCE * Math.abs(printed);
    }

    public void complainUnless(boolean right, String where, Derivation how, String what) {
        if (!right) {
            complain(where, how, what);
        }
    }

    private void complain(String where, Derivation how, String what) {
        wrong.add("%s: %s = \"%s\" %s".formatted(where, how.value(), how.equation(), what));
    }
}
