package io.shardfit.domain.planted;

record RollsTheDice(boolean lucky) {
    RollsTheDice() {
        this(Math.random() > 0.5);
    }
}
