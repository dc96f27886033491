package io.shardfit.application.port;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The ledger cannot be read at the moment, through no fault of what was asked: asked again a
/// little later it may well answer.
public final class LedgerSilent extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    public LedgerSilent(String reason, Throwable cause) {
        super(reason, new IOException(reason, cause));
    }
}
