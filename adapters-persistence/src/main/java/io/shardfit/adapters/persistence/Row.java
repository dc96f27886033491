package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import java.security.MessageDigest;

/// An entry with the bytes that stand for it, and their leaf hash (RFC 6962 section 2.1).
record Row(Entry entry, byte[] bytes, byte[] leaf) {
    private static final byte LEAF = 0;

    static Row of(Entry entry, byte[] bytes) {
        MessageDigest hash = Digest.sha256();
        hash.update(LEAF);
        return new Row(entry, bytes, hash.digest(bytes));
    }
}
