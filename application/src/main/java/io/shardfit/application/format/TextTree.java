package io.shardfit.application.format;

import io.shardfit.application.format.TextNode.Entry;
import io.shardfit.application.format.TextNode.Mapping;
import io.shardfit.application.format.TextNode.Other;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// A plan's text as nodes that know where they begin and end. Only for text that was read as a plan
/// before: JSON is read as the YAML that it is.
final class TextTree {
    private final String text;
    private final Iterator<Event> events;

    private TextTree(String text) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setUseMarks(true)
                        .setCodePointLimit(SourceTree.MAX_BYTES + 1)
                        .build();
        this.text = text;
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    static Mapping parse(String text) {
        return (Mapping) new TextTree(text).root();
    }

    private TextNode root() {
        Event event = events.next();
        while (event.getEventId() == Event.ID.StreamStart
                || event.getEventId() == Event.ID.DocumentStart) {
            event = events.next();
        }
        return node(event);
    }

    private TextNode node(Event event) {
        int start = offset(event.getStartMark().orElseThrow());
        return switch (event.getEventId()) {
            case MappingStart -> mapping(start, ((MappingStartEvent) event).isFlow());
            case SequenceStart -> sequence(start);
            case Scalar -> new Other(start, offset(event.getEndMark().orElseThrow()));
            case Alias,
                    Comment,
                    DocumentStart,
                    DocumentEnd,
                    StreamStart,
                    StreamEnd,
                    MappingEnd,
                    SequenceEnd ->
                    throw new IllegalStateException("not a plan: " + event);
        };
    }

    private Mapping mapping(int start, boolean flow) {
        List<Entry> entries = new ArrayList<>();
        int end = start;
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            ScalarEvent key = (ScalarEvent) event;
            int keyEnd = offset(key.getEndMark().orElseThrow());
            TextNode value = node(events.next());
            entries.add(
                    new Entry(
                            key.getValue(),
                            offset(key.getStartMark().orElseThrow()),
                            keyEnd,
                            value));
            end = Math.max(keyEnd, value.end());
            event = events.next();
        }
        return new Mapping(start, flow ? ending(event) : end, flow, entries);
    }

    private Other sequence(int start) {
        int end = start;
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            end = node(event).end();
            event = events.next();
        }
        boolean flow = text.charAt(start) == '[';
        return new Other(start, flow ? ending(event) : end);
    }

    private int ending(Event event) {
        return offset(event.getEndMark().orElseThrow());
    }

    /// Marks count code points.
    private int offset(Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }
}
