package io.shardfit.domain.strategy;

import io.shardfit.domain.strategy.LayerPlacement.Custom;
import io.shardfit.domain.strategy.LayerPlacement.Custom.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads Megatron's layout text: `E` embedding, `t` layer, `m` multi-token prediction, `L` loss,
/// `|` between chunks, `(…)*n` and `x*n` for repetition, commas for the eye
/// (NVIDIA/Megatron-LM@d98e8a6 megatron/core/transformer/pipeline_parallel_layer_layout.py).
///
/// ```
/// layout = item*
/// item   = ("(" [^)]+ ")" | letter | "|") ("*" number)?
/// ```
public final class PipelineLayoutText {
    private static final Pattern GROUP = Pattern.compile("\\(([^()]+)\\)\\*([0-9]{1,4})");
    private static final Pattern REPEATED = Pattern.compile("([^()*0-9])\\*([0-9]{1,4})");
    private static final int LONGEST = 100_000;

    private PipelineLayoutText() {}

    /// {@return the placement, or nothing where the text is no layout: anything but the letters, an
    /// embedding elsewhere than first, or a loss elsewhere than last}
    public static Optional<LayerPlacement> read(String text) {
        return unrolled(GROUP, text.replace(",", ""))
                .flatMap(grouped -> unrolled(REPEATED, grouped))
                .filter(flat -> flat.matches("E[tm|]*L"))
                .map(flat -> new Custom(text, pieces(flat)));
    }

    private static Optional<String> unrolled(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder flat = new StringBuilder();
        int at = 0;
        while (matcher.find()) {
            long more = (long) matcher.group(1).length() * Integer.parseInt(matcher.group(2));
            if (flat.length() + more > LONGEST) {
                return Optional.empty();
            }
            flat.append(text, at, matcher.start())
                    .repeat(matcher.group(1), Integer.parseInt(matcher.group(2)));
            at = matcher.end();
        }
        return Optional.of(flat.append(text.substring(at)).toString());
    }

    private static List<Piece> pieces(String flat) {
        List<Piece> pieces = new ArrayList<>();
        for (String chunk : flat.split("\\|", -1)) {
            pieces.add(new Piece(count(chunk, 't'), count(chunk, 'm')));
        }
        return pieces;
    }

    private static int count(String chunk, char letter) {
        return (int) chunk.chars().filter(c -> c == letter).count();
    }
}
