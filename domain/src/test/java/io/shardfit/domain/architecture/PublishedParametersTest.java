package io.shardfit.domain.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Totals printed by NVIDIA/Megatron-LM@d98e8a6 theoretical_memory_usage.py for the same shapes
/// (174.58 B, 70.55 B, 46.70 B and 12.88 B, 671.03 B and 37.55 B); the integers follow from the
/// formulas of arXiv 2104.04473 §2 and the models' papers by hand.
class PublishedParametersTest {

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of(Models.gpt3(), "174.58 B", 174_580_064_256L, 174_580_064_256L),
                Arguments.of(Models.llama3With70B(80), "70.55 B", 70_553_706_496L, 70_553_706_496L),
                Arguments.of(Models.mixtral(), "46.70 B", 46_702_792_704L, 12_879_925_248L),
                Arguments.of(
                        Models.deepSeekV3(61, 3), "671.03 B", 671_026_404_352L, 37_552_282_624L));
    }

    @ParameterizedTest
    @MethodSource("models")
    void parametersAreThePublishedOnes(
            ModelArchitecture model, String printed, long total, long active) {
        ParameterBreakdown parameters = model.parameters();

        assertThat(parameters.total().count()).isEqualTo(total);
        assertThat(parameters.active().count()).isEqualTo(active);
        assertThat(parameters.total()).hasToString(printed);
    }
}
