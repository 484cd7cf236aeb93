package io.protolab.gpu;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Artifacts of one test as files of a temporary folder. */
public final class FolderArtifactStore implements ArtifactStore {
    private final Path folder;

    public FolderArtifactStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public Artifact put(String name, Path file, String mediaType) throws IOException {
        return put(name, Files.readAllBytes(file), mediaType);
    }

    @Override
    public Artifact put(String name, byte[] content, String mediaType) throws IOException {
        String sha256 = sha256(content);
        Files.write(folder.resolve(sha256), content);
        return new Artifact(name, sha256, content.length, mediaType);
    }

    @Override
    public Path fetch(Artifact artifact) {
        return folder.resolve(artifact.sha256());
    }

    @Override
    public String location(Artifact artifact) {
        return fetch(artifact).toString();
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
