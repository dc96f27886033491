package io.shardfit.adapters.web;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.deployment.ApprovePlan;
import io.shardfit.application.deployment.LocalRoles;
import io.shardfit.application.deployment.RequestApproval;
import io.shardfit.application.deployment.Sender;
import io.shardfit.application.deployment.SubmitPlan;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.Standing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The server in a process of its own, so that its memory is its own. It says where it listens and
/// which plan is approved, then fills its log as it is told by lines `fill DEPLOYMENTS EVENTS`.
final class BenchmarkedServer {
    private static final String ENVIRONMENT = "staging";
    private static final int AT_ONCE = 100;
    private static final int WRITERS = 32;

    private BenchmarkedServer() {}

    public static void main(String[] arguments) throws Exception {
        try (TestServer server = TestServer.local()) {
            EventLog log = server.ledger().events();
            say(server.address() + " " + approved(log));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                fill(log, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                server.ledger().projection().rebuild();
                say("filled " + log.head().position());
            }
        }
    }

    private static void say(String line) {
        System.out.println("benchmark: " + line);
        System.out.flush();
    }

    private static Sender local(Role role) {
        return new Sender(Actor.human(LocalRoles.id(role)), UUID.randomUUID());
    }

    /// {@return the digest of a plan that may run}
    private static String approved(EventLog log) throws IOException {
        CheckPlan check = new CheckPlan(GpuCatalogue.shipped());
        byte[] plan = Files.readAllBytes(Path.of("..", "examples/founding/ep16-dp1-computed.yaml"));
        if (!(new SubmitPlan(log, check).submit(local(Role.AUTHOR), "approved", "plan.yaml", plan)
                instanceof SubmitPlan.Outcome.Submitted done)) {
            throw new IllegalStateException("the example is no plan");
        }
        new RequestApproval(log, check, InstantSource.system())
                .request(local(Role.AUTHOR), RequestApproval.Wish.of("approved", ENVIRONMENT));
        ApprovePlan.Outcome outcome =
                new ApprovePlan(log, InstantSource.system())
                        .approve(
                                local(Role.APPROVER),
                                new ApprovePlan.Approval(
                                        "approved",
                                        ENVIRONMENT,
                                        Optional.empty(),
                                        Optional.empty()));
        if (!(outcome instanceof ApprovePlan.Outcome.Approved(_, Standing.Effective _))) {
            throw new IllegalStateException("admission would be denied: " + outcome);
        }
        return done.verdict().verdict().plan().text();
    }

    /// Gives each deployment the events of the approved one's submission, again and again.
    private static void fill(EventLog log, int deployments, int events)
            throws InterruptedException, ExecutionException {
        List<NewEvent> life =
                log.stream(StreamId.deployment("approved")).stream()
                        .filter(entry ->
                                entry.type().equals("PlanSubmitted")
                                        || entry.type().equals("VerdictComputed"))
                        .map(Entry::event)
                        .toList();
        long missing = events - log.head().position();
        int lives = (int) Math.max(1, missing / life.size());
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int first = 0; first < lives; first += AT_ONCE) {
                int from = first;
                running.add(
                        writers.submit(() ->
                                append(
                                        log,
                                        life,
                                        from,
                                        Math.min(lives, from + AT_ONCE),
                                        deployments)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    private static void append(
            EventLog log, List<NewEvent> life, int from, int to, int deployments) {
        List<StreamAppend> appends = new ArrayList<>();
        for (int i = from; i < to; i++) {
            appends.add(
                    new StreamAppend(
                            StreamId.deployment("filled-%05d".formatted(i % deployments)),
                            ExpectedVersion.ANY,
                            life));
        }
        UUID id = UUID.randomUUID();
        Command command =
                new Command(
                        Actor.system("benchmark"),
                        id,
                        Digest.of(id.toString().getBytes(StandardCharsets.UTF_8)),
                        Optional.empty(),
                        appends,
                        List.of());
        AppendOutcome outcome = log.append(command);
        if (!(outcome instanceof AppendOutcome.Appended)) {
            throw new IllegalStateException(outcome.toString());
        }
    }
}
