package io.shardfit.domain.remedy;

import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.remedy.PlacementRemedy.DealExpertsEvenly;
import io.shardfit.domain.remedy.PlacementRemedy.PlaceLayers;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Layers moved off the fullest stage, and experts dealt evenly again.
final class PlacementLevers {
    private static final int MOST_MOVED = 3;

    private PlacementLevers() {}

    static List<Remedy> of(DeploymentPlan plan, Verdict verdict) {
        List<Remedy> edits = new ArrayList<>();
        boolean movable =
                plan.strategy().pipeline() > 1
                        && plan.strategy().virtualStages() == 1
                        && !plan.strategy().pipelineSplit().schedule().isFolded();
        if (movable) {
            layers(verdict).forEach(perStage -> edits.add(new PlaceLayers(perStage)));
        }
        if (plan.strategy().expertSplit().placement().isPresent()
                || plan.strategy().expertSplit().redundant() > 0) {
            edits.add(new DealExpertsEvenly());
        }
        return edits;
    }

    private static Set<List<Integer>> layers(Verdict verdict) {
        return switch (verdict) {
            case Refused refused -> spread(refused.plan());
            case Assessed assessed -> moved(assessed.assessment().memory().stages());
        };
    }

    /// Layers that do not divide, the rest of the division on stages without embedding and head.
    private static Set<List<Integer>> spread(DeploymentPlan plan) {
        int stages = plan.strategy().pipeline();
        int layers = plan.model().layers();
        int rest = layers % stages;
        if (rest == 0 || layers < stages) {
            return Set.of();
        }
        List<Integer> counts = new ArrayList<>(Collections.nCopies(stages, layers / stages));
        for (int stage = 1; stage <= rest; stage++) {
            counts.set(stage, counts.get(stage) + 1);
        }
        return Set.of(List.copyOf(counts));
    }

    /// One, two and three layers moved from the fullest stage of the moment to the emptiest, by
    /// bytes per layer.
    private static Set<List<Integer>> moved(List<StageMemory> stages) {
        List<Integer> counts = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        for (StageMemory stage : stages) {
            counts.add(stage.layers().count());
            bytes.add((double) stage.total().expected().bytes());
        }
        Set<List<Integer>> placements = new LinkedHashSet<>();
        for (int moved = 0; moved < MOST_MOVED; moved++) {
            int from = bytes.indexOf(Collections.max(bytes));
            int to = bytes.indexOf(Collections.min(bytes));
            if (from == to || counts.get(from) < 2) {
                break;
            }
            double layer = bytes.get(from) / counts.get(from);
            bytes.set(from, bytes.get(from) - layer);
            bytes.set(to, bytes.get(to) + layer);
            counts.set(from, counts.get(from) - 1);
            counts.set(to, counts.get(to) + 1);
            placements.add(List.copyOf(counts));
        }
        return placements;
    }
}
