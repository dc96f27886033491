package io.shardfit.application.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "größer\n\ttab", "𝔸 and 👩‍🔬", "\u0001"})
    void keepsWhatPeopleWrite(String text) {
        assertThat(LedgerText.obstacle(text)).isEmpty();
    }

    @Test
    void namesWhatCannotBeKept() {
        assertThat(LedgerText.obstacle("a\0b")).contains("the character U+0000");
        assertThat(LedgerText.obstacle("a\ud835")).contains("half a surrogate pair (U+D835)");
        assertThat(LedgerText.obstacle("\udd38\ud835")).contains("half a surrogate pair (U+DD38)");
    }
}
