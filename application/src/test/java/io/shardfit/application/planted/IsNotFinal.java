package io.shardfit.application.planted;

class IsNotFinal {
    sealed interface Outcome {
        record Done() implements Outcome {}
    }

    public Outcome act() {
        return new Outcome.Done();
    }
}
