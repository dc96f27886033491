package io.shardfit.adapters.cli;

import io.shardfit.application.format.InputError;
import java.util.List;

/// Prints what is wrong with the user's files.
final class Errors {
    private Errors() {}

    static void print(List<InputError> errors) {
        errors.forEach(error -> print(error.toString()));
    }

    static void print(String error) {
        System.err.println("error: " + Terminal.harmless(error));
    }
}
