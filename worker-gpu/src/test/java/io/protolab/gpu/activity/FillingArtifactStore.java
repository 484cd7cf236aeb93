package io.protolab.gpu.activity;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.artifact.FullDiskException;
import java.io.IOException;
import java.nio.file.Path;

/** A store on a disk that is full when the test says so, and where something may happen whenever a file is wanted. */
final class FillingArtifactStore implements ArtifactStore {
    boolean isFull;
    Runnable whenFetched = () -> {};

    private final Path root;
    private final ArtifactStore store;

    FillingArtifactStore(Path root) throws IOException {
        this.root = root;
        store = new DirectoryArtifactStore(root);
    }

    @Override
    public Artifact put(String name, Path file, String mediaType) throws IOException {
        requireRoom(name);
        return store.put(name, file, mediaType);
    }

    @Override
    public Artifact put(String name, byte[] content, String mediaType) throws IOException {
        requireRoom(name);
        return store.put(name, content, mediaType);
    }

    @Override
    public Path fetch(Artifact artifact) throws IOException {
        whenFetched.run();
        return store.fetch(artifact);
    }

    @Override
    public String location(Artifact artifact) {
        return store.location(artifact);
    }

    private void requireRoom(String name) throws FullDiskException {
        if (isFull) {
            throw new FullDiskException("cannot store artifact " + name, root);
        }
    }
}
