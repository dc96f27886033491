package io.shardfit.application.evidence;

/// What a note holds of one key.
public enum SignatureCheck {
    /// It signed exactly this text.
    RIGHT,
    /// There is a signature under its name and id, but not of this text by this key.
    WRONG,
    /// It did not sign.
    ABSENT
}
