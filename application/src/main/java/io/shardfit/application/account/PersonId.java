package io.shardfit.application.account;

import io.shardfit.application.ledger.Digest;
import java.nio.charset.StandardCharsets;

/// The name under which the log knows a person.
public final class PersonId {
    private static final String MARK = "usr_";
    private static final int DIGITS = 32;

    private PersonId() {}

    /// {@return always the same for the same person, so that nobody becomes a second person by
    /// being forgotten and coming back}
    ///
    /// @param issuer who vouches for them: `iss` of OpenID Connect
    /// @param subject `sub`: the name that the issuer never gives to anybody else
    public static String of(String issuer, String subject) {
        byte[] both = (issuer + '\n' + subject).getBytes(StandardCharsets.UTF_8);
        return MARK + Digest.of(both).hex().substring(0, DIGITS);
    }
}
