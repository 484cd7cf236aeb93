package io.protolab.standalone.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private static final ArchiveHeader HEADER = new ArchiveHeader(1, Instant.EPOCH, "18", 3, 300_000, true);
    private static final String LONG_NAME = "sweeps/" + "ünï-".repeat(40) + ".json";

    @TempDir
    private Path directory;

    private Path backup;

    @BeforeEach
    void write() throws IOException {
        backup = Files.createFile(directory.resolve("backup.tar"));
        Path large = directory.resolve("large");
        byte[] content = new byte[300_000];
        Arrays.fill(content, (byte) 7);
        Files.write(large, content);
        try (ArchiveWriter archive = new ArchiveWriter(backup, directory.resolve("spool"), HEADER)) {
            archive.directory("sweeps", 0711);
            archive.content(LONG_NAME, 0600, "{}".getBytes(UTF_8));
            assertThat(archive.file("sweeps/large", 0444, large)).isTrue();
            assertThat(archive.file("sweeps/gone", 0444, directory.resolve("gone")))
                    .isFalse();
            archive.finish();
            assertThat(archive.files()).isEqualTo(2);
        }
    }

    @Test
    void bringsBackContentNamesAndPermissions() throws IOException {
        Path target = unpack(backup);

        assertThat(target.resolve(LONG_NAME)).hasContent("{}");
        assertThat(target.resolve("sweeps/large")).hasSameBinaryContentAs(directory.resolve("large"));
        assertThat(target.resolve("sweeps/gone")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("sweeps"))))
                .isEqualTo("rwx--x--x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("sweeps/large"))))
                .isEqualTo("r--r--r--");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 512, 1024, 2_000, 100_000, 302_000, 304_000})
    void refusesAFileThatWasCutOff(int bytes) throws IOException {
        byte[] whole = Files.readAllBytes(backup);
        Files.write(backup, Arrays.copyOf(whole, Math.min(bytes, whole.length)));

        assertThatThrownBy(() -> unpack(backup))
                .isInstanceOf(DamagedArchiveException.class)
                .hasMessageStartingWith(backup.toString());
    }

    /** Names, sizes, permissions and contents alike; only what fills up blocks may be anything. */
    @Test
    void findsEveryFlippedBit_orReadsTheSame() throws IOException {
        byte[] whole = Files.readAllBytes(backup);
        int found = 0;
        for (int at = 0; at < whole.length; at += 661) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Path file = Files.write(directory.resolve("damaged.tar"), damaged);
            try {
                bringsBackTheSame(unpack(file));
            } catch (DamagedArchiveException e) {
                assertThat(e).hasMessageStartingWith(file.toString()).hasMessageNotContaining("\n");
                found++;
            }
        }
        assertThat(found).isGreaterThan(400);
    }

    @Test
    void refusesAnotherFormat() throws IOException {
        Path other = Files.createFile(directory.resolve("other.tar"));
        ArchiveHeader header = new ArchiveHeader(2, Instant.EPOCH, "18", 0, 0, true);
        try (ArchiveWriter archive = new ArchiveWriter(other, directory.resolve("spool"), header)) {
            archive.finish();
        }

        assertThatThrownBy(() -> new ArchiveReader(other)).hasMessageContaining("has format 2");
    }

    private void bringsBackTheSame(Path target) {
        assertThat(target.resolve(LONG_NAME)).hasContent("{}");
        assertThat(target.resolve("sweeps/large")).hasSameBinaryContentAs(directory.resolve("large"));
    }

    private Path unpack(Path file) throws IOException {
        Path target = Files.createTempDirectory(directory, "unpacked");
        try (ArchiveReader archive = new ArchiveReader(file)) {
            archive.unpack(target, Files.createTempFile(directory, "found", ""));
        }
        return target;
    }
}
