package io.protolab.standalone;

import java.util.Optional;

/** Which Temporal the standalone process starts. */
public enum TemporalChoice {
    /** In memory: needs nothing, lists nothing, starts nothing by the clock. */
    EMBEDDED,

    /** Temporal's own, on our PostgreSQL: what it was told survives it. */
    SERVER;

    /** @throws StartupException if this machine does not have the programs that are needed */
    Optional<TemporalPrograms> programs() {
        return this == SERVER ? Optional.of(TemporalPrograms.require()) : Optional.empty();
    }
}
