package io.protolab.platform.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeTest {
    @TempDir
    Path directory;

    private Path root() {
        return directory.resolve("store");
    }

    private void unmount() throws IOException {
        Files.move(root(), directory.resolve("elsewhere"));
        Files.createDirectory(root());
    }

    private void mount() throws IOException {
        Files.delete(root());
        Files.move(directory.resolve("elsewhere"), root());
    }

    @Test
    void tellsAVolumeThatIsAwayFromAMissingFile() throws IOException {
        Volume volume = Volume.open("work", root());
        IOException missing = new NoSuchFileException("a");
        assertThat(volume.named(missing)).isSameAs(missing);

        unmount();

        assertThat(volume.named(missing))
                .isInstanceOf(VolumeAwayException.class)
                .hasCause(missing)
                .hasMessageContainingAll("the volume work at " + root() + " is away", "mount it");
        assertThatThrownBy(volume::require).isInstanceOf(VolumeAwayException.class);

        mount();

        assertThat(volume.named(missing)).isSameAs(missing);
        assertThatCode(volume::require).doesNotThrowAnyException();
    }

    @Test
    void takesAnEmptyOrMissingDirectoryOfOthersForAMountPoint() throws IOException {
        assertThat(Volume.isAway(root())).isTrue();
        Path made = Files.createDirectory(root());
        assertThat(Volume.isAway(made)).isTrue();
        Path unused = Files.createFile(root().resolve("a.jpg"));
        assertThat(Volume.isAway(made)).isFalse();
    }

    @Test
    void keepsTheStoreFromWritingIntoTheMountPoint_andFromMissingFiles() throws IOException {
        ArtifactStore store = new DirectoryArtifactStore(root());
        Artifact kept = store.put("kept", new byte[] {1}, Artifact.JSON);

        unmount();

        assertThatThrownBy(() -> store.put("new", new byte[] {2}, Artifact.JSON))
                .isInstanceOf(VolumeAwayException.class);
        assertThatThrownBy(() -> store.fetch(kept)).isInstanceOf(VolumeAwayException.class);
        assertThat(root()).isEmptyDirectory();

        mount();

        assertThat(store.fetch(kept)).hasBinaryContent(new byte[] {1});
    }
}
