package io.shardfit.adapters.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /// The example that the libraries of Standard Webhooks test themselves with
    /// (standard-webhooks/standard-webhooks, libraries/, test "sign function").
    @Test
    void itIsWhatTheSpecificationsLibrariesCompute() {
        assertThat(
                        Signature.of(
                                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                Instant.ofEpochSecond(1_614_265_330),
                                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void noTwoSecretsAreAlike() {
        SecureRandom random = new SecureRandom();

        assertThat(Signature.newSecret(random))
                .matches("whsec_[A-Za-z0-9+/]{43}=")
                .isNotEqualTo(Signature.newSecret(random));
    }
}
