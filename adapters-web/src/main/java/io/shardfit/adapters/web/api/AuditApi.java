package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.event.Role;
import io.shardfit.application.evidence.NewestCheckpoint;
import io.shardfit.application.ledger.SignedCheckpoint;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// What somebody needs who does not believe us.
@Controller("/api/v1/audit")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AuditApi {
    private static final Duration RETRY = Duration.ofSeconds(10);

    /// Each reads the whole log and writes it to a disk.
    private static final int AT_ONCE = 2;

    private final ExportArchive archive;
    private final NewestCheckpoint newest;
    private final Semaphore exports = new Semaphore(AT_ONCE);

    AuditApi(ExportArchive archive, NewestCheckpoint newest) {
        this.archive = archive;
        this.newest = newest;
    }

    @Get("/checkpoint")
    @Permitted
    @Produces({MediaType.TEXT_PLAIN, Problem.MEDIA_TYPE})
    @Described(
            id = "readCheckpoint",
            summary = "Answers the newest signed checkpoint of the ledger, to be kept elsewhere",
            problems = ProblemKind.NOT_FOUND)
    String checkpoint() {
        return newest.find()
                .map(SignedCheckpoint::note)
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemKind.NOT_FOUND, "nothing was signed yet: ask again later"));
    }

    @Get("/export")
    @Permitted({Role.AUDITOR, Role.ADMIN})
    @Produces({"application/zip", Problem.MEDIA_TYPE})
    @Described(
            id = "exportLedger",
            summary = "Answers the signed log with its documents and a verifier of its own",
            problems = ProblemKind.CONFLICT)
    HttpResponse<StreamedFile> export() {
        if (!exports.tryAcquire()) {
            throw new ProblemException(
                    Problem.unavailable("other exports are running: ask again", RETRY));
        }
        try {
            return HttpResponse.ok(archive.make())
                    .header("Content-Disposition", "attachment; filename=\"shardfit-ledger.zip\"");
        } finally {
            exports.release();
        }
    }
}
