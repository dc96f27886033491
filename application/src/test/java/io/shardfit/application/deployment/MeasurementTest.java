package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.CompareMeasurements;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.comparison.Row;
import io.shardfit.application.event.MeasuredRow;
import io.shardfit.application.event.PlanEvent.MeasurementRecorded;
import io.shardfit.application.measurement.MeasuredFile;
import io.shardfit.domain.quantity.Share;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final long MEASURED = 75L << 30;

    /// From examples/measured/llama3-8b-vllm-0.6.log.
    private static final String ENGINE_OF_ANOTHER_PLAN =
            """
            INFO 12-13 19:54:18 worker.py:243] Memory profiling results:
            INFO 12-13 19:54:18 worker.py:243] duration\t0.75 seconds
            INFO 12-13 19:54:18 worker.py:243] total_gpu_memory\t79.22GiB
            INFO 12-13 19:54:18 worker.py:243] gpu_memory_utilization\t0.90
            INFO 12-13 19:54:18 worker.py:243] model weights take\t14.96GiB
            INFO 12-13 19:54:18 worker.py:243] available_kv_cache_memory\t53.29GiB
            """;

    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);
    private final RecordMeasurement record =
            new RecordMeasurement(log, new CompareMeasurements(PlanFiles.CATALOGUE));

    /// The plan is READY, so it needs at most the budget of 72.82 GiB (README.md); the run reserved
    /// 75 GiB.
    @Test
    void whatARunPrintedIsKeptBesideWhatThePlanSays() {
        office.publish(1);
        office.publish(2);
        office.submitted("usr_ana", PlanFiles.founding("ep16-dp1-computed"));

        MeasurementRecorded recorded =
                expect(RecordMeasurement.Outcome.Measured.class, measure(Office.DEPLOYMENT))
                        .measurement();

        assertThat(recorded.agrees()).isFalse();
        assertThat(recorded.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.measured()).isEqualTo(MEASURED))
                .extracting(MeasuredRow::standing)
                .isEqualTo(Row.Standing.ABOVE);
        assertThat(log.document(recorded.document())).isPresent();
        assertThat(office.types()).endsWith("MeasurementRecorded");
    }

    /// The log of an engine that serves says nothing of a plan that trains, and least of all that
    /// it is right.
    @Test
    void whatIsOfAnotherRunAgreesWithNothingAndIsNotKept() {
        office.publish(1);
        office.publish(2);
        office.submitted("usr_ana", PlanFiles.founding("ep16-dp1-computed"));
        long head = log.head().position();

        RecordMeasurement.Outcome.NothingCompared nothing =
                expect(
                        RecordMeasurement.Outcome.NothingCompared.class,
                        measure(Office.DEPLOYMENT, ENGINE_OF_ANOTHER_PLAN));

        assertThat(new String(nothing.comparison().bytes(), StandardCharsets.UTF_8))
                .contains("\"nothingCompared\":true", "\"rows\":[]", "\"notCompared\":[{");
        assertThat(log.head().position()).isEqualTo(head);
    }

    @Test
    void nothingIsMeasuredOfWhatIsNotThere() {
        assertThat(measure("nothing")).isInstanceOf(RecordMeasurement.Outcome.Refused.class);
    }

    private RecordMeasurement.Outcome measure(String deployment) {
        return measure(deployment, "{\"reserved_bytes.all.peak\": %d}".formatted(MEASURED));
    }

    private RecordMeasurement.Outcome measure(String deployment, String printed) {
        return record.measure(
                office.from("usr_ana"),
                deployment,
                List.of(
                        new MeasuredFile(
                                "rank0.json",
                                new ByteArrayInputStream(
                                        printed.getBytes(StandardCharsets.UTF_8)))),
                Share.ofPercent(0));
    }
}
