package io.shardfit.domain.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Releases as plans and papers write them.
class VersionTest {
    @ParameterizedTest
    @CsvSource({
        "0.19.0, '0,19,0'",
        "v0.19, '0,19'",
        "core_v0.16.0, '0,16,0'",
        "0.1.x, '0,1'",
        "0.6.4.post1, '0,6,4'",
        "1.3.0rc7, '1,3,0'",
        "3, '3'",
        "2.11.0+cu130, '2,11,0'",
    })
    void theNumbersAreRead(String text, String numbers) {
        assertThat(Version.of(text))
                .hasValueSatisfying(version ->
                        assertThat(version.numbers())
                                .isEqualTo(
                                        List.of(numbers.split(",")).stream()
                                                .map(Integer::valueOf)
                                                .toList()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d98e8a6", "002f10e", "main", "", "v", "12345678901.1"})
    void aCommitIsNoRelease(String text) {
        assertThat(Version.of(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.9, 0.10, true",
        "0.19, 0.19.0, false",
        "0.19.0, 0.19, false",
        "2.3, 2.10, true",
        "1.0rc1, 1.0, false",
    })
    void releasesAreComparedNumberByNumber(String one, String other, boolean before) {
        assertThat(Version.known(one).isBefore(Version.known(other))).isEqualTo(before);
    }
}
