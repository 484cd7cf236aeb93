package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataDirectoryTest {
    @TempDir
    Path root;

    @Test
    void refusesASecondUser_namingTheFirst() {
        try (DataDirectory first = DataDirectory.open(root, 0)) {
            assertThatThrownBy(() -> DataDirectory.open(root, 0))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data DIR");
            assertThat(DataDirectory.user(first.root())).contains(ProcessHandle.current());
        }
    }

    @Test
    void belongsToNobody_onceClosed() {
        DataDirectory.open(root, 0).close();

        assertThat(DataDirectory.user(root)).isEmpty();
        DataDirectory.open(root, 0).close();
    }

    @Test
    void belongsToNobody_afterAKillThatLeftThePid() throws IOException {
        DataDirectory.open(root, 0).close();
        Files.writeString(root.resolve("pid"), "1\n");

        assertThat(DataDirectory.user(root)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/srv/lab-1, protolab down --data /srv/lab-1",
                "/srv/my lab, protolab down --data '/srv/my lab'",
                "/srv/Ann's, protolab down --data '/srv/Ann'\\''s'"
            })
    void namesTheCommandThatStopsIt_forTheShell(Path path, String command) {
        assertThat(DataDirectory.downCommand(path)).isEqualTo(command);
    }

    @Test
    void saysThatItCannotTell_whereItMayNotLook() throws IOException {
        Path file = Files.createFile(root.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.user(file.resolve("data")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("Cannot write below " + file.resolve("data"));
    }

    @Test
    void refusesAFullDisk_withBothSizes() {
        assertThatThrownBy(() -> DataDirectory.open(root, 1L << 60))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("a start may need " + (1L << 40) + " MB")
                .hasMessageContaining("Free some space");
        assertThat(DataDirectory.user(root)).isEmpty();
    }

    @Test
    void refusesAPlaceWhereNothingCanBeWritten() throws IOException {
        Path file = Files.createFile(root.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data"), 0))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("Cannot write below " + file.resolve("data"));
    }

    @Test
    void keepsEachPassword_readableByTheOwnerAlone() throws IOException {
        String password;
        try (DataDirectory data = DataDirectory.open(root, 0)) {
            password = data.password("one");
            assertThat(password).matches("[0-9a-f]{48}").isNotEqualTo(data.password("two"));
        }
        try (DataDirectory data = DataDirectory.open(root, 0)) {
            assertThat(data.password("one")).isEqualTo(password);
        }
        assertThat(Files.getPosixFilePermissions(root.resolve("passwords/one")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
