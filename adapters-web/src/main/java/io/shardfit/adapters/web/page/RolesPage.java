package io.shardfit.adapters.web.page;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Directory;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.LocalIdentities;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.account.Person;
import io.shardfit.application.deployment.GrantRole;
import io.shardfit.application.deployment.RevokeRole;
import io.shardfit.application.event.Role;
import io.shardfit.application.port.Accounts;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Who holds which role, for administrators.
@Controller
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
public final class RolesPage {
    private final Directory directory;
    private final Accounts accounts;
    private final GrantRole grant;
    private final RevokeRole revoke;
    private final Pages pages;

    RolesPage(
            Directory directory,
            Accounts accounts,
            GrantRole grant,
            RevokeRole revoke,
            Pages pages) {
        this.directory = directory;
        this.accounts = accounts;
        this.grant = grant;
        this.revoke = revoke;
        this.pages = pages;
    }

    /// Somebody with what they hold.
    ///
    /// @param person absent if nobody remembers what they are called
    public record Row(String id, Optional<Person> person, List<Held> held) {
        public String name() {
            return person.map(Person::name)
                    .or(() -> LocalIdentities.nameOf(id))
                    .orElse("not remembered");
        }
    }

    /// A role with since when somebody holds it.
    public record Held(Role role, Instant since) {}

    @Get("/roles")
    @Permitted(Role.ADMIN)
    String roles(Identity identity) {
        return pages.page(
                "roles",
                Map.of(
                        "identity",
                        identity,
                        "rows",
                        rows(),
                        "command",
                        UUID.randomUUID().toString()));
    }

    private List<Row> rows() {
        Map<String, Person> people =
                accounts.people().stream()
                        .collect(Collectors.toMap(Person::id, Function.identity()));
        TreeSet<String> ids = new TreeSet<>(people.keySet());
        ids.addAll(directory.roles().held().keySet());
        return ids.stream()
                .map(id -> new Row(id, Optional.ofNullable(people.get(id)), held(id)))
                .toList();
    }

    private List<Held> held(String id) {
        List<Held> held = new ArrayList<>();
        for (Role role : Role.values()) {
            directory.roles().since(id, role).ifPresent(at -> held.add(new Held(role, at)));
        }
        return held;
    }

    @Post("/roles/grant")
    @Permitted(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> grant(Identity identity, @Body Map<String, String> form) {
        return switch (grant.grant(
                identity.sends(Forms.command(form.get("command"))),
                subject(form),
                role(form),
                form.getOrDefault("reason", ""))) {
            case GrantRole.Outcome.Granted _ -> done();
            case GrantRole.Outcome.Refused(var refusal) -> throw RefusedCommand.of(refusal);
            case GrantRole.Outcome.NotWritten(var why) -> throw RefusedCommand.of(why);
        };
    }

    @Post("/roles/revoke")
    @Permitted(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> revoke(Identity identity, @Body Map<String, String> form) {
        return switch (revoke.revoke(
                identity.sends(Forms.command(form.get("command"))),
                subject(form),
                role(form),
                form.getOrDefault("reason", ""))) {
            case RevokeRole.Outcome.Revoked _ -> done();
            case RevokeRole.Outcome.Refused(var refusal) -> throw RefusedCommand.of(refusal);
            case RevokeRole.Outcome.NotWritten(var why) -> throw RefusedCommand.of(why);
        };
    }

    /// The log keeps the id and what it did; only what people call them goes, and their sessions.
    @Post("/roles/forget")
    @Permitted(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> forget(@Body("subject") @Nullable String subject) {
        if (subject == null || !accounts.erase(subject)) {
            throw ProblemException.of(ProblemKind.NOT_FOUND, "nobody of that id is remembered");
        }
        return done();
    }

    private HttpResponse<?> done() {
        directory.refresh();
        return HttpResponse.seeOther(URI.create("/roles"));
    }

    private static String subject(Map<String, String> form) {
        String subject = form.getOrDefault("subject", "").strip();
        if (!subject.matches("[A-Za-z0-9_.:@-]{1,200}")) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "subject is the id of a person, as in usr_…");
        }
        return subject;
    }

    private static Role role(Map<String, String> form) {
        try {
            return Role.ofWord(form.getOrDefault("role", ""));
        } catch (IllegalArgumentException none) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "role is viewer, author, approver, auditor or admin");
        }
    }
}
