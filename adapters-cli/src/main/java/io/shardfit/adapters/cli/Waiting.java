package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Answer;
import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.format.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/// Waits until a plan may run in an environment or will not, up to a time. A server that is away
/// for a while is asked again.
record Waiting(TeamServer server, String deployment, String environment, String plan) {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /// Nobody asked, or nobody decided: both may still come.
    private static final Set<String> WAITED_FOR = Set.of("PENDING", "NOT_REQUESTED");

    int upTo(Duration timeout) throws InterruptedException {
        System.err.println(
                "shardfit: "
                        + Terminal.harmless(
                                "waiting for approval of %s in %s, up to %s"
                                        .formatted(deployment, environment, words(timeout))));
        long end = System.nanoTime() + timeout.toNanos();
        for (Duration pause = FIRST; ; pause = longer(pause)) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            Answer answer =
                    server.send(Call.get("approvals", deployment, environment), atLeast(left));
            boolean over = end - System.nanoTime() <= pause.toNanos();
            if (over || isDecided(answer)) {
                return server.then(answer, this::end);
            }
            if (isOfOtherPlan(answer) && !isStillThePlan(atLeast(left))) {
                return replaced();
            }
            Thread.sleep(pause);
        }
    }

    /// {@return such as 30m or 1m30s}
    private static String words(Duration time) {
        return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.plus(pause.dividedBy(2));
        return next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }

    private static Duration atLeast(Duration left) {
        return left.compareTo(FIRST) < 0 ? FIRST : left;
    }

    private boolean isDecided(Answer answer) {
        return switch (answer) {
            case Answer.Document(_, JsonObject place, _) ->
                    !isOfOtherPlan(answer) && !WAITED_FOR.contains(place.words("standing"));
            case Answer.Refused _, Answer.Failed _ -> !answer.isTransient();
            case Answer.Plain _, Answer.Fetched _ -> true;
        };
    }

    /// What was decided about an earlier plan says nothing of this one.
    private boolean isOfOtherPlan(Answer answer) {
        return answer instanceof Answer.Document(_, JsonObject place, _)
                && place.object("basis")
                        .flatMap(basis -> basis.text("planDigest"))
                        .filter(other -> !other.equals(plan))
                        .isPresent();
    }

    private boolean isStillThePlan(Duration left) throws InterruptedException {
        return !(server.send(Call.get("plans", deployment), left)
                        instanceof Answer.Document(_, JsonObject now, _))
                || now.words("planDigest").equals(plan);
    }

    private int replaced() {
        Errors.print(
                "another plan of %s took the place of %s: submit this one again, or leave it"
                        .formatted(deployment, plan));
        return ExitCode.REFUSED;
    }

    private int end(Answer.Document document) {
        return server.show(
                document,
                (terminal, place) -> TeamPrinter.standing(terminal, deployment, environment, place),
                place ->
                        isOfOtherPlan(document) || WAITED_FOR.contains(place.words("standing"))
                                ? ExitCode.PENDING
                                : ExitCode.ofStanding(place.words("standing")));
    }
}
