package io.protolab.platform.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class DirectoryArtifactStoreTest extends ArtifactStoreContract {
    private static final byte[] CONTENT = {1, 2, 3, 4};

    @Override
    protected ArtifactStore store() throws IOException {
        return new DirectoryArtifactStore(root());
    }

    private Path root() {
        return directory.resolve("store");
    }

    @Test
    void spreadsFilesOverTwoLevelsOfDirectories() throws IOException {
        Artifact artifact = store().put("a", CONTENT, "text/plain");

        String sha256 = artifact.sha256();
        assertThat(store().fetch(artifact))
                .isEqualTo(root().resolve(sha256.substring(0, 2))
                        .resolve(sha256.substring(2, 4))
                        .resolve(sha256));
    }

    @Test
    void handsOutFilesThatNobodyMayWrite() throws IOException {
        Path file = store().fetch(store().put("a", CONTENT, "text/plain"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--r--r--");
    }

    @Test
    void refusesDamagedContent_untilItIsPutAgain() throws IOException {
        Artifact artifact = store().put("a", CONTENT, "text/plain");
        Path file = Path.of(store().location(artifact));
        file.toFile().setWritable(true);
        Files.write(file, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> store().fetch(artifact))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        "artifact a is damaged", file.toString(), artifact.sha256(), "3 bytes instead of 4");

        store().put("a", CONTENT, "text/plain");
        assertThat(store().fetch(artifact)).hasBinaryContent(CONTENT);
    }

    @Test
    void leavesNothingBehind_whenTheDiskIsFull() throws IOException {
        DirectoryArtifactStore full = new DirectoryArtifactStore(root(), FullDisk::new);

        assertThatThrownBy(() -> full.put("evaluation/predictions", CONTENT, "text/plain"))
                .isInstanceOf(FullDiskException.class)
                .hasMessageContaining(
                        "cannot store artifact evaluation/predictions: no space left on the disk of " + root() + " (")
                .hasMessageEndingWith(" MB are free); free some, and the work goes on by itself");

        assertThat(root().resolve("incoming")).isEmptyDirectory();
        assertThat(root()).isDirectoryNotContaining(path -> !path.endsWith("incoming"));
    }

    @Test
    void removesWhatAProcessLeftThatDiedLongAgo() throws IOException {
        Path incoming = Files.createDirectories(root().resolve("incoming"));
        Path old = Files.write(incoming.resolve("old.part"), CONTENT);
        Path young = Files.write(incoming.resolve("young.part"), CONTENT);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(2, ChronoUnit.DAYS)));

        store();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    /** Takes two bytes. */
    private static final class FullDisk extends FilterOutputStream {
        private FullDisk(OutputStream disk) {
            super(disk);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, 2);
            throw new IOException("No space left on device");
        }
    }
}
