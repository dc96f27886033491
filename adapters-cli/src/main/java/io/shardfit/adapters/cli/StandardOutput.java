package io.shardfit.adapters.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Writes a whole answer at once. A reader that has seen enough and closed the pipe is no error; a
/// full disk is.
final class StandardOutput {
    private StandardOutput() {}

    /// Writes a document: UTF-8 whatever the locale, and never a colour.
    static void write(String document) {
        write(document, StandardCharsets.UTF_8);
    }

    static void write(String text, Charset charset) {
        FileOutputStream stream = new FileOutputStream(FileDescriptor.out);
        try {
            stream.write(text.getBytes(charset));
            stream.flush();
        } catch (IOException failed) {
            String reason = String.valueOf(failed.getMessage());
            if (!reason.toLowerCase(Locale.ROOT).contains("broken pipe")) {
                throw new AnswerLost(reason);
            }
        }
    }
}
