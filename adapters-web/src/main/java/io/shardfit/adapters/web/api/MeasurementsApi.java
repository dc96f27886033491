package io.shardfit.adapters.web.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.api.Writes.Write;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.adapters.web.openapi.Needs;
import io.shardfit.application.deployment.RecordMeasurement;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.event.PlanEvent.MeasurementRecorded;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.measurement.MeasuredFile;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.quantity.Share;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What runs of a kept plan printed, beside what the plan says.
@Controller("/api/v1/plans/{deployment}/measurements")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class MeasurementsApi {
    /// As `shardfit compare` has it.
    private static final Share TOLERANCE = new Share(0.01);

    private final EventLog log;
    private final RecordMeasurement record;
    private final Deployments deployments;
    private final Instants instants;

    MeasurementsApi(
            EventLog log, RecordMeasurement record, Deployments deployments, Instants instants) {
        this.log = log;
        this.record = record;
        this.deployments = deployments;
        this.instants = instants;
    }

    /// The newest first.
    ///
    /// @param before the position before which the page begins
    @Get
    @Permitted
    @Described(
            id = "listMeasurements",
            summary = "Lists what runs of a plan printed beside what it says, the newest first",
            with = "deployment=moe-30b-waiting",
            problems = ProblemKind.NOT_FOUND,
            after = "measurePlan")
    HttpResponse<String> list(
            String deployment,
            @QueryValue @Nullable Long before,
            @QueryValue(defaultValue = "50") int limit) {
        List<Recorded> found =
                measurements(deployment)
                        .filter(one -> before == null || one.position() < before)
                        .limit(Listing.limit(limit) + 1L)
                        .toList();
        return Listing.of(
                        found,
                        limit,
                        one -> Long.toString(one.position()),
                        one -> EventSummary.of(one, link(deployment, one.position())))
                .answer(
                        "measurements",
                        UriBuilder.of(Submitted.link(deployment) + "/measurements")
                                .queryParam("limit", limit),
                        "before");
    }

    private Stream<Recorded> measurements(String deployment) {
        return deployments.known(deployment, instants.now()).history().events().reversed().stream()
                .filter(one -> one.event() instanceof MeasurementRecorded);
    }

    private static String link(String deployment, long position) {
        return "%s/measurements/%d".formatted(Submitted.link(deployment), position);
    }

    /// The comparison as it was recorded: the document that `shardfit compare` gives.
    @Get("/{position}")
    @Permitted
    @Described(
            id = "readMeasurement",
            summary = "Answers one comparison as it was recorded",
            with = {
                "deployment=moe-30b-waiting",
                "position=$listMeasurements.body#/measurements/0/position"
            },
            problems = ProblemKind.NOT_FOUND)
    HttpResponse<byte[]> one(String deployment, long position) {
        return measurements(deployment)
                .filter(found -> found.position() == position)
                .findFirst()
                .map(found -> HttpResponse.ok(document((MeasurementRecorded) found.event())))
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemKind.NOT_FOUND,
                                "there is no measurement at position " + position));
    }

    private byte[] document(MeasurementRecorded measured) {
        return log.document(measured.document()).map(Document::bytes).orElseThrow();
    }

    /// Answers with the comparison.
    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.AUTHOR)
    @Described(
            id = "measurePlan",
            summary =
                    "Compares what a run printed with the plan, and keeps both; nothing, where"
                            + " nothing could be compared",
            with = "deployment=moe-30b-waiting",
            body =
                    "{\"files\": [{\"name\": \"rank0.json\", \"content\":"
                            + " \"{\\\"reserved_bytes.all.peak\\\": 80530636800}\"}]}",
            status = 201,
            also = 200,
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {
                ProblemKind.NOT_FOUND,
                ProblemKind.UNREADABLE_PLAN,
                ProblemKind.CONFLICT,
                ProblemKind.STALE
            })
    HttpResponse<String> measure(
            HttpRequest<?> request, Identity identity, String deployment, @Body byte[] body) {
        RequestBody members = RequestBody.of(body);
        List<MeasuredFile> files =
                members.objects("files").stream().map(MeasurementsApi::file).toList();
        Share tolerance = members.optionalShare("tolerance").orElse(TOLERANCE);
        members.end();
        if (files.isEmpty()) {
            throw ProblemException.of(ProblemKind.BAD_REQUEST, "/files must name at least one");
        }
        return Writes.answer(
                request,
                identity,
                write ->
                        switch (record.measure(write.sender(), deployment, files, tolerance)) {
                            case RecordMeasurement.Outcome.Measured(MeasurementRecorded event) ->
                                    measured(deployment, write, event);
                            case RecordMeasurement.Outcome.NothingCompared(Document comparison) ->
                                    HttpResponse.ok(
                                            new String(comparison.bytes(), StandardCharsets.UTF_8));
                            case RecordMeasurement.Outcome.Rejected(List<InputError> errors) ->
                                    throw new ProblemException(Problem.unreadable(errors));
                            case RecordMeasurement.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case RecordMeasurement.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }

    private static MeasuredFile file(RequestBody file) {
        String name = file.text("name");
        Optional<String> text = file.optionalText("content");
        Optional<byte[]> bytes =
                file.optionalText("base64")
                        .map(encoded ->
                                file.parsed(
                                        "base64",
                                        encoded,
                                        "base64 (RFC 4648)",
                                        Base64.getDecoder()::decode));
        file.end();
        if (text.isPresent() == bytes.isPresent()) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "a file has either content or base64");
        }
        return new MeasuredFile(
                name,
                new ByteArrayInputStream(
                        text.map(all -> all.getBytes(StandardCharsets.UTF_8))
                                .or(() -> bytes)
                                .orElseThrow()));
    }

    private MutableHttpResponse<String> measured(
            String deployment, Write write, MeasurementRecorded event) {
        String document = new String(document(event), StandardCharsets.UTF_8);
        return HttpResponse.<String>created(document)
                .header(HttpHeaders.LOCATION, link(deployment, write.position().orElseThrow()));
    }
}
