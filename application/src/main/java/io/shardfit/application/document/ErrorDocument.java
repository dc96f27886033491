package io.shardfit.application.document;

import io.shardfit.application.format.InputError;
import java.util.List;

/// The answer when a file could not be read as a plan: the errors as data, and no verdict.
public final class ErrorDocument {
    private ErrorDocument() {}

    public static Json.Fields of(List<InputError> errors) {
        return Json.fields()
                .with("schemaVersion", VerdictDocument.SCHEMA_VERSION)
                .with("errors", Json.items(errors.stream().map(ErrorDocument::error).toList()))
                .build();
    }

    private static Json error(InputError error) {
        return Json.fields()
                .with("code", "INPUT")
                .with("category", "input")
                .with("transient", new Json.Flag(false))
                .with("message", error.problem())
                .with("remedy", error.remedy())
                .with(
                        "source",
                        Json.fields()
                                .with("file", error.file())
                                .with(
                                        "line",
                                        Json.given(error.at().line(), "", "line", error.file()))
                                .with(
                                        "column",
                                        Json.given(error.at().column(), "", "column", error.file()))
                                .with("key", error.key())
                                .build())
                .build();
    }
}
