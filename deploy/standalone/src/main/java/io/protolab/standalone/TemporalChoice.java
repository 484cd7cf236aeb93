package io.protolab.standalone;

import java.util.Locale;
import java.util.Optional;

/** Which Temporal the standalone process starts. */
public enum TemporalChoice {
    /** In memory: needs nothing, lists nothing, starts nothing by the clock. */
    EMBEDDED,

    /** Temporal's own, on our PostgreSQL: what it was told survives it. */
    SERVER;

    /** As a user writes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws StartupException if this machine does not have the programs that are needed */
    Optional<TemporalPrograms> programs() {
        return this == SERVER
                ? Optional.of(TemporalPrograms.find()
                        .orElseThrow(() -> new StartupException(
                                "This machine has no Temporal server.",
                                TemporalPrograms.HOW_TO_GET_THEM + " Or go on in memory with --temporal "
                                        + EMBEDDED.word() + "; schedules wait meanwhile.")))
                : Optional.empty();
    }
}
