package io.protolab.standalone;

import java.util.Locale;

/** Which Temporal the separate processes speak to. */
enum TemporalKind {
    /** The one in memory, as a process of its own: it forgets everything when it ends. */
    DEV,

    /** Temporal's own server, on our PostgreSQL. */
    EXTERNAL;

    /** As a user writes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
