package io.shardfit.application.planted;

final class DoesTwoThings {
    sealed interface Outcome {
        record Done() implements Outcome {}
    }

    public Outcome act() {
        return new Outcome.Done();
    }

    public Outcome undo() {
        return new Outcome.Done();
    }
}
