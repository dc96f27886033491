package io.shardfit.adapters.web.openapi;

import io.shardfit.adapters.web.ProblemKind;
import java.util.List;

/// A header that an operation cannot do without, and what is answered when it is missing or wrong.
public enum Needs {
    IDEMPOTENCY_KEY(
            "Idempotency-Key",
            "your name for this request, 1 to 200 visible ASCII characters: sent again with the"
                    + " same one, it changes nothing and answers the same",
            ProblemKind.MISSING_IDEMPOTENCY_KEY,
            ProblemKind.KEY_REUSED),
    IF_MATCH(
            "If-Match",
            "the digest of the plan that you looked at, in quotation marks, as the ETag has it",
            ProblemKind.PRECONDITION_REQUIRED,
            ProblemKind.STALE);

    private final String header;
    private final String meaning;
    private final ProblemKind missing;
    private final ProblemKind wrong;

    Needs(String header, String meaning, ProblemKind missing, ProblemKind wrong) {
        this.header = header;
        this.meaning = meaning;
        this.missing = missing;
        this.wrong = wrong;
    }

    public String header() {
        return header;
    }

    String meaning() {
        return meaning;
    }

    ProblemKind missing() {
        return missing;
    }

    List<ProblemKind> problems() {
        return List.of(missing, wrong);
    }
}
