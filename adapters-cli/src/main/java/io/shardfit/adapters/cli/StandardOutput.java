package io.shardfit.adapters.cli;

import java.nio.charset.StandardCharsets;

/// Writes documents: UTF-8 whatever the locale, and never a colour.
final class StandardOutput {
    private StandardOutput() {}

    static void write(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        if (System.out.checkError()) {
            throw new AnswerLost();
        }
    }
}
