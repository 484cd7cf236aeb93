package io.protolab.platform.artifact;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Files on a volume that all processes see, at {@code <root>/ab/cd/<sha256>}. A file gets its name after its last byte is on the
 * disk; every fetch reads it whole to verify it. Putting content that is there already replaces it, which repairs damage.
 */
public final class DirectoryArtifactStore implements ArtifactStore, StoreAudit {
    private static final String UNFINISHED = ".part";

    private final Volume volume;
    private final Path root;
    private final Path incoming;
    private final UnaryOperator<OutputStream> disk;

    /** @throws IOException if the directory cannot be made */
    public DirectoryArtifactStore(Path root) throws IOException {
        this(root, UnaryOperator.identity());
    }

    /** {@code disk} stands between the store and its files, so that a test can fill it. */
    DirectoryArtifactStore(Path root, UnaryOperator<OutputStream> disk) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        this.disk = disk;
        incoming = this.root.resolve("incoming");
        volume = Volume.with("artifacts", this.root, incoming);
        removeAbandoned();
    }

    @Override
    public Artifact put(String name, Path file, String mediaType) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return store(name, content, mediaType);
        } catch (NoSuchFileException e) {
            throw new IOException("cannot store artifact " + name + ": there is no file " + file, e);
        }
    }

    @Override
    public Artifact put(String name, byte[] content, String mediaType) throws IOException {
        return store(name, new ByteArrayInputStream(content), mediaType);
    }

    @Override
    public Path fetch(Artifact artifact) throws IOException {
        Path file = path(artifact.sha256());
        String found;
        try (InputStream content = Files.newInputStream(file)) {
            found = Sha256.of(content);
        } catch (NoSuchFileException e) {
            volume.require();
            throw new IOException(
                    "artifact " + artifact.name() + " with sha256 " + artifact.sha256() + " is missing: there is no "
                            + file + "; restore the file, or run again what made it",
                    e);
        }
        if (!found.equals(artifact.sha256())) {
            throw new IOException("artifact " + artifact.name() + " is damaged: " + file + " has sha256 " + found
                    + " instead of " + artifact.sha256() + " (" + Files.size(file) + " bytes instead of "
                    + artifact.size() + "); restore the file, or run again what made it");
        }
        return file;
    }

    @Override
    public String location(Artifact artifact) {
        return path(artifact.sha256()).toString();
    }

    private Artifact store(String name, InputStream content, String mediaType) throws IOException {
        try {
            volume.require();
            Path temporary = Files.createTempFile(incoming, "", UNFINISHED);
            try {
                String sha256 = write(content, temporary);
                Artifact artifact = new Artifact(name, sha256, Files.size(temporary), mediaType);
                publish(temporary, path(sha256));
                return artifact;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw notStored(name, e);
        }
    }

    private IOException notStored(String name, IOException cause) {
        String problem = "cannot store artifact " + name;
        IOException failure = FullDiskException.named(problem, root, volume.named(cause));
        if (failure instanceof FullDiskException || failure instanceof VolumeAwayException) {
            return failure;
        }
        String reason = cause instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(cause.getMessage());
        return new IOException(problem + " in " + root + ": " + reason + "; see its permissions", cause);
    }

    private String write(InputStream content, Path temporary) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
                OutputStream out = disk.apply(Channels.newOutputStream(channel))) {
            String sha256 = copy(content, out);
            channel.force(true);
            return sha256;
        }
    }

    private static void publish(Path temporary, Path target) throws IOException {
        if (Files.getFileStore(temporary).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r--r--r--"));
        }
        Path directory = target.resolveSibling(".").normalize();
        Files.createDirectories(directory);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** Copies everything and returns its sha256 in hex. */
    private static String copy(InputStream content, OutputStream out) throws IOException {
        DigestInputStream digested = new DigestInputStream(content, Sha256.digest());
        byte[] buffer = new byte[1 << 16];
        for (int read = digested.read(buffer); read >= 0; read = digested.read(buffer)) {
            out.write(buffer, 0, read);
        }
        return Sha256.hex(digested.getMessageDigest());
    }

    private Path path(String sha256) {
        return root.resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
    }

    private void removeAbandoned() throws IOException {
        for (Unfinished file : abandoned(Instant.now())) {
            deleteAbandoned(file.name());
        }
    }

    @Override
    public OptionalLong size(Artifact artifact) throws IOException {
        try {
            return OptionalLong.of(Files.size(path(artifact.sha256())));
        } catch (NoSuchFileException missing) {
            return OptionalLong.empty();
        }
    }

    @Override
    public List<Unfinished> abandoned(Instant now) throws IOException {
        List<Unfinished> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming, "*" + UNFINISHED)) {
            for (Path path : files) {
                File file = path.toFile();
                Instant writtenAt = Instant.ofEpochMilli(file.lastModified());
                if (file.exists() && writtenAt.isBefore(now.minus(LONGEST_WRITE))) {
                    abandoned.add(new Unfinished(file.getName(), file.length(), writtenAt));
                }
            }
        }
        return abandoned;
    }

    @Override
    public void deleteAbandoned(String name) throws IOException {
        Path file = incoming.resolve(name);
        if (incoming.equals(file.getParent()) && name.endsWith(UNFINISHED)) {
            Files.deleteIfExists(file);
        }
    }
}
