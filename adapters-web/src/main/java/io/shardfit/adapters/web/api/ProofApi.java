package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.Proofs;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.document.Json;
import io.shardfit.application.evidence.InclusionProof;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Checkpoint;
import java.util.HexFormat;
import java.util.Locale;

/// What shows that an entry is in the signed log to somebody who has only that entry.
@Controller("/api/v1/events/{position}/proof")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProofApi {
    private final Proofs proofs;

    ProofApi(Proofs proofs) {
        this.proofs = proofs;
    }

    /// It holds for ever, but there is a newer checkpoint every ten seconds.
    @Get
    @Permitted
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Described(
            id = "proveEvent",
            summary =
                    "Answers the Merkle audit path of an entry to the newest signed checkpoint"
                            + " (RFC 6962)",
            with = "position=3",
            problems = {ProblemKind.NOT_FOUND, ProblemKind.CONFLICT})
    HttpResponse<String> proof(long position) {
        return HttpResponse.ok(JsonText.pretty(document(proofs.of(position))))
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=10");
    }

    private static Json document(InclusionProof proof) {
        return Json.fields()
                .with("schemaVersion", "1.0")
                .with("position", Numbers.position(proof.position()))
                .with("leafIndex", Numbers.position(proof.position() - 1))
                .with("leafHash", hex(proof.leaf()))
                .with("path", Json.items(proof.path().stream().map(ProofApi::step).toList()))
                .with("checkpoint", checkpoint(proof.checkpoint().checkpoint()))
                .with("note", proof.checkpoint().note())
                .build();
    }

    private static Json step(InclusionProof.Step step) {
        return Json.fields()
                .with("side", step.side().name().toLowerCase(Locale.ROOT))
                .with("hash", hex(step.hash()))
                .build();
    }

    private static Json checkpoint(Checkpoint tree) {
        return Json.fields()
                .with("origin", tree.origin())
                .with("size", Numbers.position(tree.size()))
                .with("rootHash", hex(tree.root().hash()))
                .build();
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
