package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Measurement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds what one program prints among the lines of a file. A file may hold the lines of several
/// programs and ranks mixed, so every reader sees every line.
sealed interface LineReader
        permits DeepSpeedLines,
                MegatronLines,
                MemorySummaryLines,
                NvidiaSmiCsvLines,
                NvidiaSmiTableLines,
                NvidiaSmiXmlLines,
                SglangLines,
                TorchtitanLines,
                VllmLines {
    /// A number as programs print it; longer ones are none.
    String NUMBER = "([0-9]{1,15}(?:\\.[0-9]{1,15})?)";

    static List<LineReader> all() {
        return List.of(
                new MegatronLines(),
                new TorchtitanLines(),
                new DeepSpeedLines(),
                new VllmLines(),
                new SglangLines(),
                new MemorySummaryLines(),
                new NvidiaSmiTableLines(),
                new NvidiaSmiXmlLines(),
                new NvidiaSmiCsvLines());
    }

    void read(LogLine line, Consumer<Measurement> found);

    /// {@return amounts that cannot be read, each in a sentence}
    default List<String> complaints() {
        return List.of();
    }

    /// {@return what is missing, when the file ended inside something that had begun}
    default Optional<String> unfinished() {
        return Optional.empty();
    }
}
