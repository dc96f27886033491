package io.shardfit.application.remedy;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.format.CatalogueFormat.NamedGpu;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.remedy.RemedySearch;
import io.shardfit.domain.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/// Looks for what makes a judged plan pass, on its GPUs and on others of the catalogue.
public final class ProposeRemedies {
    private final List<NamedGpu> gpus;

    public ProposeRemedies(GpuCatalogue catalogue) {
        this.gpus = catalogue.gpus();
    }

    public Proposals propose(Verdict verdict, Limits limits) {
        return Proposals.of(
                RemedySearch.search(
                        verdict.plan(),
                        verdict.ruleSet(),
                        alternatives(verdict.plan().cluster().gpu()),
                        limits));
    }

    /// The maker's others: what a framework keeps beside the tensors was measured on one maker's
    /// software at a time. All of them for a GPU that the catalogue does not know.
    private List<Gpu> alternatives(Gpu gpu) {
        Optional<String> vendor =
                gpus.stream()
                        .filter(known -> known.gpu().name().equals(gpu.name()))
                        .map(NamedGpu::vendor)
                        .findFirst();
        return gpus.stream()
                .filter(known -> vendor.map(known.vendor()::equals).orElse(true))
                .map(NamedGpu::gpu)
                .toList();
    }
}
