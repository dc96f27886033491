package io.shardfit.application.measurement;

import java.io.InputStream;

/// What a run printed, as it came; may be longer than the memory. Whoever opened it closes it.
public record MeasuredFile(String name, InputStream content) {}
