package io.shardfit.application.format;

import io.shardfit.domain.strategy.LayerPlacement;
import io.shardfit.domain.strategy.LayerPlacement.Custom;
import io.shardfit.domain.strategy.LayerPlacement.Ends;
import io.shardfit.domain.strategy.LayerPlacement.Even;
import io.shardfit.domain.strategy.LayerPlacement.Listed;
import io.shardfit.domain.strategy.PipelineLayoutText;
import io.shardfit.domain.strategy.PipelineSchedule;
import io.shardfit.domain.strategy.PipelineSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The pipeline keys of a strategy: how many stages, which layers lie on them, in which order they
/// work.
final class PipelineFormat {
    private final Fields fields;

    PipelineFormat(Fields fields) {
        this.fields = fields;
    }

    PipelineSplit read() {
        int stages = stages("pipelineParallel").orElse(1);
        Optional<Integer> virtual = stages("virtualPipelineStages");
        LayerPlacement placement = placement();
        int rounds = virtual.orElseGet(() -> rounds(placement, stages));
        return new PipelineSplit(
                stages,
                rounds,
                placement,
                fields.wordIfPresent(
                                "pipelineSchedule",
                                PipelineSchedule.values(),
                                PipelineSchedule::word)
                        .orElse(PipelineSplit.usual(rounds)));
    }

    private Optional<Integer> stages(String key) {
        return fields.countIfPresent(key, StrategyFormat.MOST_STAGES);
    }

    /// A layout text decides the virtual stages, as in Megatron.
    private static int rounds(LayerPlacement placement, int stages) {
        return placement instanceof Custom custom
                ? Math.clamp(custom.pieces().size() / stages, 1, StrategyFormat.MOST_STAGES)
                : 1;
    }

    private LayerPlacement placement() {
        Optional<LayerPlacement> layout =
                fields.present(
                        "pipelineLayout",
                        "Megatron's letters, such as Et*3|(tt|)*29,m|L",
                        PipelineLayoutText::read);
        Optional<Integer> first = fields.integerIfPresent("firstStageLayers", 1);
        Optional<Integer> last = fields.integerIfPresent("lastStageLayers", 1);
        List<Integer> listed = fields.list("stageLayers", "layers per stage", Fields::layers);
        boolean embedding = fields.isTrue("embeddingAsLayer");
        boolean loss = fields.isTrue("lossAsLayer");
        List<String> ways = new ArrayList<>();
        layout.ifPresent(_ -> ways.add("pipelineLayout"));
        if (first.isPresent() || last.isPresent()) {
            ways.add(first.isPresent() ? "firstStageLayers" : "lastStageLayers");
        }
        if (!listed.isEmpty()) {
            ways.add("stageLayers");
        }
        if (embedding || loss) {
            ways.add(embedding ? "embeddingAsLayer" : "lossAsLayer");
        }
        if (ways.size() > 1) {
            fields.error(
                    ways.getLast(), "stands beside `%s`".formatted(ways.getFirst()), "keep one");
        }
        if (layout.isPresent()) {
            return layout.get();
        }
        if (first.isPresent() || last.isPresent()) {
            return new Ends(whole(first), whole(last));
        }
        return listed.isEmpty() ? new Even(embedding, loss) : new Listed(listed);
    }

    private static OptionalInt whole(Optional<Integer> number) {
        return number.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
