package io.protolab.platform.artifact;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Content-addressed files that every worker can reach. Thread-safe; the same content is kept once.
 */
public interface ArtifactStore {
    /**
     * Stores a copy of a file; atomic: a reader sees the whole content or nothing.
     *
     * @throws IOException if the file cannot be read or the store cannot be written (disk full, permissions)
     */
    Artifact put(String name, Path file, String mediaType) throws IOException;

    /** Stores bytes; see {@link #put(String, Path, String)}. */
    Artifact put(String name, byte[] content, String mediaType) throws IOException;

    /**
     * A local, read-only file with the content, its checksum verified.
     *
     * @throws IOException if the content is missing or damaged; the message names the artifact, both checksums and the location
     */
    Path fetch(Artifact artifact) throws IOException;

    /** Where an artifact is kept, for people and the registry. */
    String location(Artifact artifact);
}
