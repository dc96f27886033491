package io.shardfit.adapters.web.page;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.Proofs;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.deployment.ReplayVerdict;
import io.shardfit.application.evidence.InclusionProof;
import io.shardfit.application.port.CheckpointLog;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One entry, byte by byte, and the signed checkpoints that hold it in its place.
@Controller("/audit")
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class EntryPage {
    private static final int CHECKPOINTS = 25;

    private final EventLog log;
    private final CheckpointLog checkpoints;
    private final ReplayVerdict replay;
    private final Proofs proofs;
    private final Pages pages;

    EntryPage(
            EventLog log,
            CheckpointLog checkpoints,
            ReplayVerdict replay,
            Proofs proofs,
            Pages pages) {
        this.log = log;
        this.checkpoints = checkpoints;
        this.replay = replay;
        this.proofs = proofs;
        this.pages = pages;
    }

    /// @param replayed whether to judge a verdict again
    /// @param proven whether to look for the entry's audit path
    @Get("/{position:[0-9]+}")
    @Permitted
    String entry(
            Identity identity,
            long position,
            @QueryValue(value = "replay", defaultValue = "false") boolean replayed,
            @QueryValue(value = "proof", defaultValue = "false") boolean proven) {
        List<byte[]> found = position < 1 ? List.of() : log.bytesAfter(position - 1, 1);
        if (found.isEmpty()) {
            throw ProblemException.of(
                    ProblemKind.NOT_FOUND,
                    "the log has %d entries".formatted(log.head().position()));
        }
        Place place = proven ? place(position) : Place.NOT_ASKED;
        EntryView view =
                EntryView.of(
                        found.getFirst(),
                        log.head().position(),
                        checkpoints.covering(position),
                        replayed ? Optional.of(replay.replay(position)) : Optional.empty(),
                        place.proof());
        return pages.page(
                "entry", Map.of("identity", identity, "view", view, "unproven", place.unproven()));
    }

    /// An entry's place in the signed log, if it was asked for.
    ///
    /// @param unproven why there is no proof
    private record Place(Optional<InclusionProof> proof, Optional<String> unproven) {
        static final Place NOT_ASKED = new Place(Optional.empty(), Optional.empty());
    }

    /// All else about the entry can be shown without its proof.
    private Place place(long position) {
        try {
            return new Place(Optional.of(proofs.of(position)), Optional.empty());
        } catch (ProblemException none) {
            return new Place(Optional.empty(), Optional.of(none.problem().detail()));
        }
    }

    /// @param below the size below which the list begins
    @Get("/checkpoints")
    @Permitted
    String checkpoints(
            Identity identity, @QueryValue(defaultValue = "" + Long.MAX_VALUE) long below) {
        var shown = checkpoints.smallerThan(below, CHECKPOINTS);
        return pages.page(
                "checkpoints",
                Map.of(
                        "identity",
                        identity,
                        "shown",
                        shown,
                        "isFirst",
                        below == Long.MAX_VALUE,
                        "older",
                        shown.size() == CHECKPOINTS
                                ? Optional.of(
                                        "/audit/checkpoints?below="
                                                + shown.getLast().checkpoint().size())
                                : Optional.empty(),
                        "head",
                        log.head().position()));
    }
}
