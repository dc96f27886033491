package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.Command;
import java.text.Normalizer;
import java.util.UUID;

/// What makes two commands the same: who sent it, under which key.
record CommandKey(String principal, UUID id) {
    static CommandKey of(Command command) {
        return new CommandKey(composed(command.actor().id()), command.id());
    }

    /// {@return a text as the entry will spell it: in NFC}
    static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
