package io.shardfit.application.format;

import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.workload.ExpertDispatch;
import io.shardfit.domain.workload.ExpertDispatch.Dispatcher;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.TrainingKernels;
import io.shardfit.domain.workload.TrainingKernels.CrossEntropy;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Locale;
import java.util.Optional;

/// `workload.training` of a plan.
final class TrainingFormat {
    static final String USUAL = "usual today";

    private final Problems problems;
    private final Fields fields;
    private final Optional<Convention> convention;
    private final Optional<ModelArchitecture> model;

    /// @param model the model, where it could be read
    TrainingFormat(
            Problems problems,
            Fields fields,
            Optional<Convention> convention,
            Optional<ModelArchitecture> model) {
        this.problems = problems;
        this.fields = fields;
        this.convention = convention;
        this.model = model;
    }

    Training read(Routing routing) {
        Training training =
                new Training(
                        fields.integer("globalBatch", 1),
                        fields.integer("microBatch", 1),
                        fields.integer("sequenceLength", 1),
                        new StatesFormat(problems, fields, convention).read(),
                        new RecomputationFormat(fields, model).read(),
                        kernels(),
                        dispatch(),
                        routing);
        fields.close();
        return training;
    }

    private TrainingKernels kernels() {
        boolean unfused =
                fields.present(
                                "attentionKernel",
                                "one of flash, unfused",
                                text ->
                                        switch (text) {
                                            case "flash" -> Optional.of(false);
                                            case "unfused" -> Optional.of(true);
                                            case String _ -> Optional.empty();
                                        })
                        .orElse(false);
        CrossEntropy crossEntropy =
                fields.wordIfPresent("crossEntropy", CrossEntropy.values(), TrainingFormat::word)
                        .orElse(fusesLoss() ? CrossEntropy.FUSED : CrossEntropy.UNFUSED);
        return new TrainingKernels(unfused, crossEntropy, fields.isTrue("compiled"));
    }

    /// An unreadable framework is reported elsewhere.
    private boolean fusesLoss() {
        return convention
                .map(Convention::name)
                .filter(name -> !name.equals("megatron-core") && !name.equals("multiplicative"))
                .isEmpty();
    }

    private ExpertDispatch dispatch() {
        fields.onlyWith(
                "experts",
                model.isEmpty() || model.flatMap(ModelArchitecture::experts).isPresent(),
                WorkloadFormat.EXPERTS);
        return fields.childIfPresent("experts")
                .map(TrainingFormat::dispatch)
                .orElse(ExpertDispatch.ALLTOALL);
    }

    private static ExpertDispatch dispatch(Fields own) {
        ExpertDispatch dispatch =
                new ExpertDispatch(
                        own.wordIfPresent("dispatcher", Dispatcher.values(), TrainingFormat::word)
                                .orElse(Dispatcher.ALLTOALL),
                        own.present(
                                "capacityFactor",
                                "a number above 0, at most 10000, such as 1.25",
                                TrainingFormat::factor),
                        own.isTrue("dropTokens"),
                        own.isTrue("padToCapacity"));
        boolean limited = own.has("capacityFactor");
        own.onlyWith("dropTokens", limited || !dispatch.dropTokens(), "`capacityFactor`");
        own.onlyWith("padToCapacity", limited || !dispatch.padToCapacity(), "`capacityFactor`");
        own.close();
        return dispatch;
    }

    private static Optional<Ratio> factor(String text) {
        return RoutingFormat.decimal(text).filter(factor -> factor.numerator() > 0);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
