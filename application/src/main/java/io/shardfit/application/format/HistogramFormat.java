package io.shardfit.application.format;

import io.shardfit.application.format.HistogramReading.Layer;
import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.application.format.SourceNode.Sequence;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tokens per expert as people keep them: one number a line; CSV whose first column is the expert
/// and whose others are layers; or a JSON list, of lists for several layers. Experts stand in their
/// order, from 0.
public final class HistogramFormat {
    private static final String EXPECTED =
            "expected tokens per expert: one number a line, CSV `expert,tokens`, or a JSON list";
    private static final int MOST_DIGITS = 15;

    private HistogramFormat() {}

    public static HistogramReading read(String file, byte[] bytes) {
        try {
            return new HistogramReading.Read(file, layers(bytes));
        } catch (UnreadableText unreadable) {
            return new HistogramReading.Rejected(
                    new InputError(
                            file, unreadable.at(), "", unreadable.problem(), unreadable.remedy()));
        }
    }

    private static List<Layer> layers(byte[] bytes) throws UnreadableText {
        String text = text(bytes);
        List<Layer> layers =
                text.stripLeading().startsWith("[")
                        ? ofJson(text)
                        : new HistogramTable(text.lines().toList()).layers();
        for (Layer layer : layers) {
            check(layer, layers.getFirst());
        }
        return layers;
    }

    private static String text(byte[] bytes) throws UnreadableText {
        if (bytes.length > SourceTree.MAX_BYTES) {
            throw new UnreadableText(
                    Position.START,
                    "the file has more than %d bytes".formatted(SourceTree.MAX_BYTES),
                    "a histogram has one number per expert and layer; add up the steps");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
            if (content.isBlank()) {
                throw new UnreadableText(Position.START, "the file is empty", EXPECTED);
            }
            return content;
        } catch (CharacterCodingException notUtf8) {
            throw new UnreadableText(Position.START, "the file is not UTF-8 text", EXPECTED);
        }
    }

    private static void check(Layer layer, Layer first) throws UnreadableText {
        if (layer.tokens().size() != first.tokens().size()) {
            throw new UnreadableText(
                    Position.START,
                    "layer %s has %d experts and layer %s has %d"
                            .formatted(
                                    first.name(),
                                    first.tokens().size(),
                                    layer.name(),
                                    layer.tokens().size()),
                    "every layer needs a number for each expert, 0 where none came");
        }
        if (layer.tokens().stream().noneMatch(count -> count > 0)) {
            throw new UnreadableText(
                    Position.START,
                    "layer " + layer.name() + " holds zeros alone",
                    "leave out a layer that got no tokens");
        }
    }

    private static List<Layer> ofJson(String text) throws UnreadableText {
        if (!(JsonTree.parse(text) instanceof Sequence list) || list.items().isEmpty()) {
            throw new UnreadableText(Position.START, "the list is empty", EXPECTED);
        }
        if (list.items().getFirst() instanceof Scalar) {
            return List.of(new Layer("0", numbers(list)));
        }
        List<Layer> layers = new ArrayList<>();
        for (SourceNode item : list.items()) {
            if (!(item instanceof Sequence layer) || layer.items().isEmpty()) {
                throw new UnreadableText(
                        item.at(),
                        "the list holds " + item.kind(),
                        "expected a list for each layer");
            }
            layers.add(new Layer(Integer.toString(layers.size()), numbers(layer)));
        }
        return layers;
    }

    private static List<Long> numbers(Sequence list) throws UnreadableText {
        List<Long> numbers = new ArrayList<>();
        for (SourceNode item : list.items()) {
            Optional<Long> number =
                    item instanceof Scalar scalar ? tokens(scalar.text()) : Optional.empty();
            numbers.add(
                    number.orElseThrow(() ->
                            new UnreadableText(
                                    item.at(),
                                    "the list holds " + item.kind(),
                                    "expected a whole number of tokens")));
        }
        return numbers;
    }

    /// {@return a number of tokens, when the text is one}
    static Optional<Long> tokens(String text) {
        return Amounts.number(text)
                .filter(number -> number.stripTrailingZeros().scale() <= 0)
                .filter(number -> number.precision() - number.scale() <= MOST_DIGITS)
                .map(BigDecimal::longValueExact);
    }
}
