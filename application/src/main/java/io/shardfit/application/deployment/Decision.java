package io.shardfit.application.deployment;

import io.shardfit.application.event.LedgerEvent;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import java.util.List;

/// What a use case makes of what it read.
///
/// @param <O> the use case's outcome
sealed interface Decision<O> {
    /// Nothing is to be written.
    record Answer<O>(O outcome) implements Decision<O> {}

    record Write<O>(List<StreamAppend> appends, List<Document> documents) implements Decision<O> {
        public Write {
            appends = List.copyOf(appends);
            documents = List.copyOf(documents);
        }
    }

    static <O> Decision<O> answer(O outcome) {
        return new Answer<>(outcome);
    }

    static <O> Decision<O> write(List<StreamAppend> appends, List<Document> documents) {
        return new Write<>(appends, documents);
    }

    static StreamAppend append(StreamId stream, long version, LedgerEvent... events) {
        return append(stream, version, List.of(events));
    }

    static StreamAppend append(StreamId stream, long version, List<LedgerEvent> events) {
        return new StreamAppend(
                stream,
                ExpectedVersion.exactly(version),
                events.stream().map(LedgerEvent::toNewEvent).toList());
    }

    /// {@return that the decision holds only while the stream is as it was read}
    static StreamAppend demand(StreamId stream, long version) {
        return StreamAppend.demand(stream, ExpectedVersion.exactly(version));
    }
}
