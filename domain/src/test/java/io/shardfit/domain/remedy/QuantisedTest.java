package io.shardfit.domain.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.workload.WeightFormat;
import org.junit.jupiter.api.Test;

class QuantisedTest {
    /// Per layer 4 × 4096² of attention and 64 × 3 × 4096 × 2304 of experts are quantised; wide
    /// stay embedding and head, 2 × 32000 × 4096, and per layer the router, 64 × 4096. Norms are
    /// counted with neither.
    @Test
    void linearLayersAreTouchedAndTablesAreNot() {
        Quantised fp8 = Quantised.of(Models.founding(), WeightFormat.of(Precision.FP8));

        assertThat(fp8.narrow())
                .isEqualTo(ParameterCount.of(16L * (4L * 4_096 * 4_096 + 64L * 3 * 4_096 * 2_304)));
        assertThat(fp8.wide().count()).isBetween(2L * 32_000 * 4_096, 266_500_000L);
        assertThat(fp8.words()).contains("30.06 B of linear layers in fp8", "stay wide");
    }
}
