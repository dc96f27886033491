package io.shardfit.domain.planted;

record ReadsTheEnvironment(boolean verbose) {
    ReadsTheEnvironment() {
        this(System.getenv("VERBOSE") != null);
    }
}
