package io.protolab.platform.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Contents in a map: the twin of {@link DirectoryArtifactStore} for tests. A fetched file is written when it is asked for. */
public final class InMemoryArtifactStore implements ArtifactStore {
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final Path fetched;

    /** {@code fetched} is where files go that somebody wants to read. */
    public InMemoryArtifactStore(Path fetched) {
        this.fetched = fetched;
    }

    @Override
    public Artifact put(String name, Path file, String mediaType) throws IOException {
        try {
            return put(name, Files.readAllBytes(file), mediaType);
        } catch (NoSuchFileException e) {
            throw new IOException("cannot store artifact " + name + ": there is no file " + file, e);
        }
    }

    @Override
    public Artifact put(String name, byte[] content, String mediaType) {
        Artifact artifact = new Artifact(name, Sha256.of(content), content.length, mediaType);
        contents.put(artifact.sha256(), content.clone());
        return artifact;
    }

    @Override
    public synchronized Path fetch(Artifact artifact) throws IOException {
        byte[] content = contents.get(artifact.sha256());
        if (content == null) {
            throw new IOException("artifact " + artifact.name() + " with sha256 " + artifact.sha256()
                    + " is missing: there is no " + location(artifact));
        }
        Path file = fetched.resolve(artifact.sha256());
        if (Files.notExists(file)) {
            Files.write(file, content);
        }
        return file;
    }

    @Override
    public String location(Artifact artifact) {
        return "memory:" + artifact.sha256();
    }
}
