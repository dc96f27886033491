package io.shardfit.application.format.measurement;

import io.shardfit.application.format.InputError;
import io.shardfit.application.format.measurement.MeasurementFormat.Reading;
import io.shardfit.application.measurement.MeasuredFile;
import io.shardfit.application.measurement.Measurement;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What becomes of a file that a run printed.
public final class Measured {
    private Measured() {}

    public static Reading read(byte[] bytes) {
        return MeasurementFormat.read(new MeasuredFile("run.log", new ByteArrayInputStream(bytes)));
    }

    public static List<Measurement> found(byte[] bytes) {
        return switch (read(bytes)) {
            case Reading.Read(List<Measurement> measurements, _) -> measurements;
            case Reading.Rejected(InputError error) -> throw new AssertionError(error);
        };
    }

    public static List<Measurement> found(String text) {
        return found(text.getBytes(StandardCharsets.UTF_8));
    }

    /// {@return for example `weights 16063177687 unnamed rank 1`}
    public static List<String> words(String text) {
        return found(text).stream().map(Measured::words).toList();
    }

    public static String words(Measurement one) {
        return "%s %d, %s, line %d"
                .formatted(
                        one.quantity().id(),
                        one.amount().value(),
                        one.origin().label(),
                        one.line());
    }

    public static InputError rejected(byte[] bytes) {
        return switch (read(bytes)) {
            case Reading.Read read -> throw new AssertionError("read: " + read);
            case Reading.Rejected(InputError error) -> error;
        };
    }

    public static InputError rejected(String text) {
        return rejected(text.getBytes(StandardCharsets.UTF_8));
    }
}
