package io.shardfit.application.format;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.catalogue.ModelCatalogue;
import io.shardfit.application.format.SourceTree.Broken;
import io.shardfit.application.format.SourceTree.Parsed;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.plan.Declarations;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Workload;
import java.util.List;
import java.util.Optional;

/// The published plan document, version 1 (docs/plan-format.md, docs/plan.schema.json).
public final class PlanFormat {
    static final String API_VERSION = "shardfit.io/v1";
    static final String KIND = "DeploymentPlan";

    private final GpuCatalogue catalogue;
    private final ModelCatalogue models;

    public PlanFormat(GpuCatalogue catalogue) {
        this(catalogue, ModelCatalogue.shipped());
    }

    public PlanFormat(GpuCatalogue catalogue, ModelCatalogue models) {
        this.catalogue = catalogue;
        this.models = models;
    }

    /// Reads a plan from the bytes of `file`.
    public PlanReading read(String file, byte[] bytes) {
        return switch (SourceTree.read(file, bytes)) {
            case Broken(InputError error) -> new PlanReading.Rejected(List.of(error));
            case Parsed(SourceNode.Mapping root, String text) -> {
                Problems problems = new Problems(file);
                Optional<DeploymentPlan> plan = plan(problems, root);
                yield plan.isPresent() && problems.none()
                        ? new PlanReading.Read(
                                new PlanFile(
                                        file,
                                        plan.orElseThrow(),
                                        SourceMap.of(root, text),
                                        problems.assumptions()))
                        : new PlanReading.Rejected(problems.errors());
            }
        };
    }

    private Optional<DeploymentPlan> plan(Problems problems, SourceNode.Mapping root) {
        Fields fields = new Fields(problems, "", root);
        header(fields);
        String name = name(fields);
        Fields model = new ModelSection(problems, fields, models).read();
        Optional<ModelArchitecture> architecture = new ModelFormat(problems, model).read();
        Declarations declared = new DeclarationsFormat(fields, model).read();
        model.close();
        HardwareFormat hardware = new HardwareFormat(problems, fields.child("hardware"), catalogue);
        Optional<Cluster> cluster = hardware.cluster();
        Optional<Framework> framework = framework(problems, fields);
        boolean engine =
                framework.map(Framework::convention).filter(Convention::serves).isPresent();
        Share margin = hardware.safetyMargin(!engine);
        hardware.close();
        fields.node("strategy"); // a key of the format also where the framework cannot be read
        Optional<ParallelStrategy> strategy =
                framework.flatMap(known ->
                        new StrategyFormat(
                                        problems,
                                        fields,
                                        known.convention(),
                                        architecture
                                                .flatMap(ModelArchitecture::experts)
                                                .map(Experts::count)
                                                .orElse(0))
                                .read());
        Optional<Workload> workload =
                new WorkloadFormat(problems, fields.child("workload"), framework, architecture)
                        .read();
        fields.close();
        if (!problems.none()) {
            return Optional.empty();
        }
        DeploymentPlan plan =
                new DeploymentPlan(
                        name,
                        architecture.orElseThrow(),
                        cluster.orElseThrow(),
                        framework.orElseThrow(),
                        strategy.orElseThrow(),
                        workload.orElseThrow(),
                        declared,
                        margin);
        new EngineAssumptions(problems, plan).note();
        return Optional.of(plan);
    }

    private static void header(Fields fields) {
        fields.required(
                "apiVersion",
                "`" + API_VERSION + "`",
                text -> Optional.of(text).filter(API_VERSION::equals));
        fields.required("kind", "`" + KIND + "`", text -> Optional.of(text).filter(KIND::equals));
    }

    private static String name(Fields fields) {
        Fields metadata = fields.child("metadata");
        String name = metadata.text("name").orElse("");
        metadata.present("description", "some text", Optional::of);
        metadata.close();
        return name;
    }

    private static Optional<Framework> framework(Problems problems, Fields fields) {
        Fields framework = fields.child("framework");
        boolean trains =
                fields.childIfPresent("workload").filter(work -> work.has("training")).isPresent();
        Optional<Framework> read = new FrameworkFormat(problems, framework).read(trains);
        framework.close();
        return read;
    }
}
