package io.shardfit.domain.planted;

record HasGetter(String name) {
    String getName() {
        return name;
    }
}
