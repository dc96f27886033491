package io.shardfit.application.format;

import io.shardfit.application.format.TextNode.Entry;
import io.shardfit.application.format.TextNode.Mapping;
import io.shardfit.application.format.TextNode.Other;
import java.util.List;
import java.util.Optional;

/// The text of a plan file, changed key by key: comments, order and layout of everything else stay
/// as they are. Works on YAML and on JSON, in block and in flow style.
public final class PlanText {
    private static final String STRATEGY = "strategy";

    private PlanText() {}

    /// {@return the text with the settings made}
    public static String with(String text, List<Setting> settings) {
        String changed = text;
        for (Setting setting : settings) {
            changed = with(changed, setting);
        }
        return changed;
    }

    private static String with(String text, Setting setting) {
        Mapping root = TextTree.parse(text);
        List<String> path = List.of(setting.key().split("\\."));
        Optional<Entry> shorthand =
                root.entry(STRATEGY).filter(entry -> entry.value() instanceof Other);
        if (path.getFirst().equals(STRATEGY) && shorthand.isPresent()) {
            return shorthand(text, shorthand.get(), path.getLast(), setting);
        }
        return setting.value().isPresent()
                ? new TextEdit(text, root).set(path, setting.value().get(), setting.usual())
                : new TextEdit(text, root).remove(path);
    }

    private static String shorthand(String text, Entry entry, String key, Setting setting) {
        String word = entry.value().in(text);
        boolean quoted = word.startsWith("\"") || word.startsWith("'");
        String plain = quoted ? word.substring(1, word.length() - 1) : word;
        if (setting.value().isEmpty() || setting.usual() && !Shorthand.has(plain, key)) {
            return text;
        }
        Optional<String> shorter = Shorthand.with(plain, key, setting.value().get());
        if (shorter.isPresent()) {
            String quote = quoted ? word.substring(0, 1) : "";
            return entry.value().replacedIn(text, quote + shorter.get() + quote);
        }
        boolean json = TextTree.isJson(text);
        return with(entry.value().replacedIn(text, Shorthand.asMapping(plain, json)), setting);
    }
}
