package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.Entry;
import java.security.MessageDigest;

/// An entry with the bytes that stand for it, and their leaf hash (RFC 6962 section 2.1).
record Row(Entry entry, byte[] bytes, byte[] leaf) {
    private static final byte LEAF = 0;

    /// @param hash a SHA-256 that has read nothing; it has read nothing afterwards
    static Row of(Entry entry, byte[] bytes, MessageDigest hash) {
        hash.update(LEAF);
        return new Row(entry, bytes, hash.digest(bytes));
    }
}
