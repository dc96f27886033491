package io.shardfit.application.format;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// YAML 1.2 without anchors, tags and several documents. It is read as a stream of events, so a
/// document that unfolds or nests without end is refused before it costs anything.
final class YamlTree {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setLabel("plan")
                    .setUseMarks(true)
                    .setCodePointLimit(SourceTree.MAX_BYTES + 1)
                    .build();

    private YamlTree() {}

    static SourceNode parse(String text) throws UnreadableText {
        TreeBuilder tree = new TreeBuilder();
        int documents = 0;
        try {
            Parser events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
            while (events.hasNext()) {
                Event event = events.next();
                if (event.getEventId() == Event.ID.DocumentStart && ++documents > 1) {
                    throw new UnreadableText(
                            position(event),
                            "the file holds several documents",
                            "keep one plan per file");
                }
                add(tree, event);
            }
        } catch (MarkedYamlEngineException malformed) {
            throw new UnreadableText(
                    malformed.getProblemMark().map(YamlTree::position).orElse(Position.START),
                    "not valid YAML: " + oneLine(malformed.getProblem()),
                    "check indentation, colons and quotes");
        } catch (YamlEngineException malformed) {
            throw new UnreadableText(
                    Position.START,
                    "not valid YAML: " + oneLine(String.valueOf(malformed.getMessage())),
                    "check the file for control characters");
        }
        return tree.root();
    }

    private static void add(TreeBuilder tree, Event event) throws UnreadableText {
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw new UnreadableText(
                    position(event),
                    "anchors and aliases (& and *) are not part of the plan format",
                    "write the value out");
        }
        switch (event.getEventId()) {
            case MappingStart -> {
                refuseTag(event, ((MappingStartEvent) event).getTag().isPresent());
                tree.start(position(event), true);
            }
            case SequenceStart -> {
                refuseTag(event, ((SequenceStartEvent) event).getTag().isPresent());
                tree.start(position(event), false);
            }
            case MappingEnd, SequenceEnd -> tree.end();
            case Scalar -> {
                ScalarEvent scalar = (ScalarEvent) event;
                refuseTag(event, scalar.getTag().isPresent());
                tree.scalar(
                        position(event),
                        scalar.getValue(),
                        scalar.getScalarStyle() != ScalarStyle.PLAIN);
            }
            case Alias, Comment, DocumentStart, DocumentEnd, StreamStart, StreamEnd -> {}
        }
    }

    private static void refuseTag(Event event, boolean tagged) throws UnreadableText {
        if (tagged) {
            throw new UnreadableText(
                    position(event), "tags (!) are not part of the plan format", "remove the tag");
        }
    }

    private static Position position(Event event) {
        return event.getStartMark().map(YamlTree::position).orElse(Position.START);
    }

    private static Position position(Mark mark) {
        return SourceTree.position(mark.getLine(), mark.getColumn());
    }

    private static String oneLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
