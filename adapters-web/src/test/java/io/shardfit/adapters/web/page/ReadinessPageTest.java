package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.Role;
import io.shardfit.application.readmodel.ReadinessTotal;
import io.shardfit.domain.verdict.Readiness;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Readiness over time and comparison over real HTTP, on the history that the program comes with;
/// the picture on days made up here.
class ReadinessPageTest {
    private static final TestServer SERVER = TestServer.local();
    private static final Browser VIEWER = Browser.of(SERVER, Role.VIEWER);
    private static final String FOUNDING = "moe-30b-ep16-dp4";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void allDeploymentsAndOneHaveTheirLine() {
        String all = VIEWER.get("/readiness").body();
        String one = VIEWER.get("/readiness?days=7&deployment=" + FOUNDING).body();

        assertThat(all)
                .contains("0 of 1 deployments are READY", "<polyline", "rule-set 2 published")
                .contains("/readiness.csv?days=30");
        assertThat(one)
                .contains(FOUNDING + " is NOT_READY", "<rect class=\"NOT_READY\"", "/audit/")
                .contains("/readiness.csv?deployment=" + FOUNDING + "&amp;days=7");
        assertThat(VIEWER.get("/readiness?deployment=no").statusCode()).isEqualTo(404);
        assertThat(VIEWER.get("/readiness?days=1").statusCode()).isEqualTo(400);
    }

    @Test
    void theFileHasALineForEveryDay() {
        HttpResponse<String> csv = VIEWER.get("/readiness.csv?days=3");

        assertThat(csv.body().lines())
                .hasSize(4)
                .first()
                .isEqualTo("day,ready,tight,not_ready,unknown,ready_percent");
        assertThat(csv.body().lines().toList().getLast()).endsWith(",0,0,1,0,0.0");
    }

    private static ReadinessTotal day(int day, long ready, long not) {
        return ReadinessTotal.of(
                LocalDate.of(2026, 11, day),
                Map.of(Readiness.READY, ready, Readiness.NOT_READY, not));
    }

    /// Five days over 980 pixels from 10: 10, 255, 500, 745 and 990. Of 140 pixels from 10, 0 of 2
    /// lie at 150, 1 of 2 at 80 and all at 10. The first day has nothing.
    @Test
    void theLineIsDrawnToScale() {
        ReadinessView view =
                new ReadinessView(
                        Optional.empty(),
                        5,
                        List.of(
                                day(1, 0, 0),
                                day(2, 0, 2),
                                day(3, 1, 1),
                                day(4, 1, 1),
                                day(5, 2, 0)),
                        List.of());

        assertThat(view.line()).isEqualTo("255,150 500,150 500,80 745,80 745,80 990,80 990,10");
        assertThat(view.marks())
                .containsExactly(
                        new ReadinessView.Mark(255, 150, false),
                        new ReadinessView.Mark(500, 80, false),
                        new ReadinessView.Mark(990, 10, true));
        assertThat(view.runs())
                .extracting(ReadinessView.Run::share)
                .containsExactly("100.0", "50.0", "0.0", "");
        assertThat(view.words()).isEqualTo("2 of 2 deployments are READY on 2026-11-05");
    }
}
