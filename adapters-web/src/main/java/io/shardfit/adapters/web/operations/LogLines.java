package io.shardfit.adapters.web.operations;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/// One event a line: words for people, or JSON for programs (`--log json`). Either way a line break
/// in what was logged makes no second line, so that nobody can write lines of their own.
public final class LogLines extends EncoderBase<ILoggingEvent> {
    /// The system property that says which.
    public static final String PROPERTY = "shardfit.log";

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NOTHING = {};

    static boolean isForPrograms() {
        return "json".equals(System.getProperty(PROPERTY));
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = isForPrograms() ? json(event) : words(event);
        return (line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
    }

    private static String words(ILoggingEvent event) {
        StringBuilder line =
                new StringBuilder()
                        .append(event.getInstant())
                        .append(' ')
                        .append(String.format(Locale.ROOT, "%-5s", event.getLevel()))
                        .append(' ')
                        .append(event.getLoggerName().replaceFirst(".*\\.(?=[A-Z])", ""))
                        .append(' ')
                        .append(oneLine(event.getFormattedMessage()));
        pairs(event).forEach(pair -> line.append(' ').append(oneLine(pair.toString())));
        if (event.getThrowableProxy() != null) {
            line.append(System.lineSeparator())
                    .append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    private static String json(ILoggingEvent event) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", event.getInstant().toString());
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("message", event.getFormattedMessage());
            for (KeyValuePair pair : pairs(event)) {
                json.writeFieldName(pair.key);
                value(json, pair.value);
            }
            if (event.getThrowableProxy() != null) {
                json.writeStringField(
                        "error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return line.toString();
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case null, default -> json.writeString(Objects.toString(value));
        }
    }

    private static List<KeyValuePair> pairs(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null ? List.of() : pairs;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
