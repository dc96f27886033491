package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads the members of an event.
///
/// @param entry whose members these are, for the message when one cannot be read
record Data(Entry entry, Json.Fields fields) {
    String text(String key) {
        return optional(key).orElseThrow(() -> wrong(key, "text"));
    }

    Optional<String> optional(String key) {
        return fields.members().get(key) instanceof Json.Text(String value)
                ? Optional.of(value)
                : Optional.empty();
    }

    long whole(String key) {
        if (fields.members().get(key) instanceof Json.Figure figure) {
            return figure.value().longValueExact();
        }
        throw wrong(key, "a whole number");
    }

    int small(String key) {
        return Math.toIntExact(whole(key));
    }

    boolean flag(String key) {
        if (fields.members().get(key) instanceof Json.Flag(boolean value)) {
            return value;
        }
        throw wrong(key, "true or false");
    }

    Digest digest(String key) {
        return parsed(key, "a digest", Digest::new);
    }

    Instant instant(String key) {
        return parsed(key, "an instant", Instant::parse);
    }

    /// {@return the text as something else}
    ///
    /// @param expected what to say that it is not
    <T> T parsed(String key, String expected, Function<String, T> parse) {
        try {
            return parse.apply(text(key));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw wrong(key, expected);
        }
    }

    <T> Optional<T> optionally(String key, String expected, Function<String, T> parse) {
        return optional(key).map(_ -> parsed(key, expected, parse));
    }

    boolean has(String key) {
        return fields.members().containsKey(key);
    }

    List<Digest> digests(String key) {
        try {
            return texts(key).stream().map(Digest::new).toList();
        } catch (IllegalArgumentException malformed) {
            throw wrong(key, "a list of digests");
        }
    }

    List<String> texts(String key) {
        return items(key).stream()
                .map(item -> {
                    if (item instanceof Json.Text(String value)) {
                        return value;
                    }
                    throw wrong(key, "a list of texts");
                })
                .toList();
    }

    <T> List<T> list(String key, Function<Data, T> read) {
        return items(key).stream()
                .map(item -> {
                    if (item instanceof Json.Fields inner) {
                        return read.apply(new Data(entry, inner));
                    }
                    throw wrong(key, "a list of members");
                })
                .toList();
    }

    SortedMap<String, Long> numbers(String key) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        Data inner = inner(key);
        for (Map.Entry<String, Json> member : inner.fields.members().entrySet()) {
            numbers.put(member.getKey(), inner.whole(member.getKey()));
        }
        return numbers;
    }

    Data inner(String key) {
        if (fields.members().get(key) instanceof Json.Fields inner) {
            return new Data(entry, inner);
        }
        throw wrong(key, "a group of members");
    }

    private List<Json> items(String key) {
        if (fields.members().get(key) instanceof Json.Items(List<Json> values)) {
            return values;
        }
        throw wrong(key, "a list");
    }

    private UnreadableEvent wrong(String key, String expected) {
        return UnreadableEvent.member(entry, key, expected);
    }
}
