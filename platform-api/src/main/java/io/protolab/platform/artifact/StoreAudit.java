package io.protolab.platform.artifact;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Looks behind an {@link ArtifactStore}: what is there, and what writes that never ended left behind. Thread-safe. */
public interface StoreAudit {
    /** A temporary file older than that has lost its process. */
    Duration LONGEST_WRITE = Duration.ofDays(1);

    /** Bytes kept for an artifact, whose content is not read; empty if there are none. */
    OptionalLong size(Artifact artifact) throws IOException;

    /** Temporary files that nobody will finish. */
    List<Unfinished> abandoned(Instant now) throws IOException;

    /** Deletes one of them; one that is gone is fine. */
    void deleteAbandoned(String name) throws IOException;

    /** A file without its end. */
    record Unfinished(String name, long bytes, Instant writtenAt) {}
}
