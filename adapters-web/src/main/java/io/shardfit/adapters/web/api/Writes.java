package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.shardfit.adapters.web.Receipts;
import io.shardfit.adapters.web.Receipts.Receipt;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.application.deployment.Sender;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.Digest;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Carries out requests that change something. Each has a key of its own; the answer to one that
/// was carried out before is the same and says so.
final class Writes {
    static final String REPLAYED = "Idempotency-Replayed";

    private Writes() {}

    /// A request that changes something, while it is carried out.
    record Write(Sender sender, Receipt receipt) {
        Write seeing(Digest plan) {
            return new Write(sender.seeing(plan), receipt);
        }

        /// {@return the position of the first event; once it was written}
        Optional<Long> position() {
            return receipt.appended().map(Appended::first);
        }
    }

    /// @throws io.shardfit.adapters.web.ProblemException if the request has no key
    static HttpResponse<String> answer(
            HttpRequest<?> request,
            Identity identity,
            Function<Write, MutableHttpResponse<String>> work) {
        UUID command = Conditions.command(request, identity);
        Receipt receipt = new Receipt(command);
        MutableHttpResponse<String> answer =
                Receipts.waiting(
                        receipt, () -> work.apply(new Write(identity.sends(command), receipt)));
        return receipt.isReplayed() ? answer.header(REPLAYED, "true") : answer;
    }

    /// As {@link #answer}, for what depends on the plan that the sender looked at.
    ///
    /// @throws io.shardfit.adapters.web.ProblemException if the request has no key, or does not
    ///   name the plan
    static HttpResponse<String> decide(
            HttpRequest<?> request,
            Identity identity,
            Function<Write, MutableHttpResponse<String>> work) {
        Digest plan = Conditions.plan(request);
        return answer(request, identity, write -> work.apply(write.seeing(plan)));
    }
}
