package io.shardfit.adapters.web.page;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.multipart.CompletedFileUpload;
import io.shardfit.application.ledger.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// A plan that somebody pasted or dropped.
///
/// @param text as the form shows it again
/// @param bytes as they were sent
/// @param deployment the name under which to keep it; empty for none
public record BroughtPlan(String text, String fileName, String deployment, byte[] bytes) {
    private static final String PASTED = "plan.yaml";

    static BroughtPlan of(String text) {
        return new BroughtPlan(text, PASTED, "", text.getBytes(StandardCharsets.UTF_8));
    }

    /// A file counts more than the text beside it, which may be the example.
    static BroughtPlan of(
            @Nullable String text,
            @Nullable CompletedFileUpload file,
            @Nullable String fileName,
            @Nullable String deployment)
            throws IOException {
        String name = deployment == null ? "" : deployment.strip();
        if (file != null && file.getSize() > 0) {
            byte[] bytes = file.getBytes();
            return new BroughtPlan(
                    new String(bytes, StandardCharsets.UTF_8), file.getFilename(), name, bytes);
        }
        String pasted = text == null ? "" : text.replace("\r\n", "\n"); // as forms are sent
        return new BroughtPlan(
                pasted,
                fileName == null || fileName.isBlank() ? PASTED : fileName,
                name,
                pasted.getBytes(StandardCharsets.UTF_8));
    }

    /// {@return the key of submitting it: whoever submits the same again does it once}
    UUID command(String person) {
        return UUID.nameUUIDFromBytes(
                String.join("\n", "submit", person, deployment, fileName, Digest.of(bytes).text())
                        .getBytes(StandardCharsets.UTF_8));
    }
}
