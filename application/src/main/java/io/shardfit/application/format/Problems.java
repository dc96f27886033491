package io.shardfit.application.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects the errors and assumptions of one file, so that all are reported together.
final class Problems {
    /// Nobody mends more at a time.
    static final int MOST = 100;

    private final String file;
    private final List<InputError> errors;
    private final List<Assumption> assumptions = new ArrayList<>();

    Problems(String file) {
        this(file, new ArrayList<>());
    }

    private Problems(String file, List<InputError> errors) {
        this.file = file;
        this.errors = errors;
    }

    /// {@return what collects the same errors, but no assumptions}
    Problems withoutAssumptions() {
        return new Problems(file, errors);
    }

    void error(Position at, String key, String problem, String remedy) {
        errors.add(new InputError(file, at, key, problem, remedy));
    }

    void assume(String key, Object value, String origin) {
        assumptions.add(new Assumption(key, String.valueOf(value), origin));
    }

    boolean none() {
        return errors.isEmpty();
    }

    int count() {
        return errors.size();
    }

    /// {@return the errors in the order of the file}
    List<InputError> errors() {
        return errors.stream()
                .sorted(
                        Comparator.comparingInt((InputError error) -> error.at().line())
                                .thenComparingInt(error -> error.at().column()))
                .limit(MOST)
                .toList();
    }

    List<Assumption> assumptions() {
        return List.copyOf(assumptions);
    }
}
