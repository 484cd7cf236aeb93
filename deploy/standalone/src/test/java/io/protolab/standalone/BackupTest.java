package io.protolab.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.cli.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of directories that are at rest; {@link RunningBackupTest} saves a database that runs. */
class BackupTest {
    @TempDir
    private Path place;

    private Path root;
    private Path file;
    private Path copy;

    @BeforeEach
    void fill() throws IOException {
        root = place.resolve("data");
        file = place.resolve("backup.tar");
        copy = place.resolve("copy");
        write("postgres/cluster/PG_VERSION", "18\n");
        write("postgres/cluster/postmaster.pid", "1");
        write("postgres/port", "5432");
        write("postgres/binaries-abc/bin/postgres", "a program");
        write("passwords/postgres", "secret");
        write("logs/protolab.log", "a line");
        write("artifacts/ab/cd/abcd", "an artifact");
        write("artifacts/incoming/1.part", "half of one");
        write("features/key/index.json", "patch tokens");
        write("features/.unfinished-1/shard", "half of them");
        write("mlflow/environment/bin/python", "can be installed again");
        Files.createSymbolicLink(root.resolve("work"), Files.createDirectories(place.resolve("elsewhere")));
        write("../elsewhere/trials/one", "a checkpoint");
        Files.createSymbolicLink(root.resolve("artifacts/dangling"), place.resolve("nowhere"));
    }

    @Test
    void keepsWhatCannotBeMadeAgain() throws IOException {
        ConsoleOutput saved = backup();
        assertThat(saved.status()).as(saved.toString()).isEqualTo(ExitCodes.DONE);
        assertThat(DataDirectory.user(root)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        ConsoleOutput restored = restore(copy);

        assertThat(restored.status()).as(restored.toString()).isEqualTo(ExitCodes.DONE);
        assertThat(files(copy))
                .containsExactlyInAnyOrder(
                        "artifacts/ab/cd/abcd",
                        "features/key/index.json",
                        "lock",
                        "passwords/postgres",
                        "postgres/cluster/PG_VERSION",
                        "postgres/port",
                        "work/trials/one");
        assertThat(copy.resolve("work/trials/one")).hasContent("a checkpoint");
    }

    @Test
    void leavesFeatureSetsOut_whenToldTo() throws IOException {
        protolab("backup", "--without-features", "--to", file.toString(), "--data", root.toString());

        assertThat(restore(copy).out()).contains("without feature sets");

        assertThat(copy.resolve("features")).isEmptyDirectory();
        assertThat(copy.resolve("artifacts/ab/cd/abcd")).exists();
    }

    @Test
    void overwritesNothing() throws IOException {
        Files.writeString(file, "older");
        assertRefused(backup(), "exists already");
        assertThat(file).hasContent("older");
        Files.delete(file);
        assertRefused(
                protolab("backup", "--to", root.resolve("b.tar").toString(), "--data", root.toString()),
                "lies in the directory");
        assertRefused(protolab("backup", "--to", file.toString(), "--data", place.toString()), "holds no platform");

        backup();
        write("../occupied/notes.txt", "mine");
        assertRefused(restore(place.resolve("occupied")), "is not empty");
        assertThat(files(place.resolve("occupied"))).containsExactly("notes.txt");
        try (DataDirectory used = DataDirectory.open(copy, 0)) {
            assertThat(restore(used.root()).err()).contains("in use by process");
        }
    }

    @Test
    void leavesNothingBehind_whenABackupIsDamaged() throws IOException {
        backup();
        byte[] content = Files.readAllBytes(file);
        content[new String(content, ISO_8859_1).indexOf("an artifact")] ^= 1;
        Files.write(file, content);

        assertRefused(restore(copy), "is damaged: artifacts/ab/cd/abcd is not what was saved");
        assertThat(copy).doesNotExist();
        Files.createDirectories(copy);
        assertRefused(restore(copy), "is damaged");
        assertThat(copy).isEmptyDirectory();
        assertRefused(
                protolab("restore", root.resolve("postgres/port").toString(), "--data", copy.toString()), "no backup");
        try (Stream<Path> all = Files.list(place)) {
            assertThat(all.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("data", "elsewhere", "backup.tar", "copy");
        }
    }

    @Test
    void saysThatTheDatabaseDoesNotAnswer() throws IOException {
        ConsoleOutput refused;
        try (DataDirectory starting = DataDirectory.open(root, 0)) {
            write("postgres/port", "1\n");
            refused = backup();
            assertThat(refused.err()).contains(DataDirectory.downCommand(starting.root()));
        }

        assertThat(refused.status()).isEqualTo(ExitCodes.PLATFORM);
        assertThat(refused.err()).contains("its database does not answer").contains("refused");
        assertThat(file).doesNotExist();
    }

    @Test
    void namesTheDatabaseVersion_whenItIsAnother() throws IOException {
        write("postgres/cluster/PG_VERSION", "16\n");
        backup();

        assertRefused(restore(copy), "PostgreSQL 16, and this protolab brings 18");

        assertThat(copy).doesNotExist();
    }

    @Test
    void startsNothing_onADirectoryThatWasNeverRestoredToTheEnd() throws IOException {
        Files.createDirectories(copy.resolve(Restore.STAGING));
        backup();

        assertThat(protolab("up", "--data", copy.toString()).err()).contains("was never restored to the end");

        assertThat(restore(copy).status()).isEqualTo(ExitCodes.DONE);
        assertThat(copy.resolve(Restore.STAGING)).doesNotExist();
    }

    private ConsoleOutput backup() {
        return protolab("backup", "--to", file.toString(), "--data", root.toString());
    }

    private ConsoleOutput restore(Path target) {
        return protolab("restore", file.toString(), "--data", target.toString());
    }

    private static void assertRefused(ConsoleOutput output, String reason) {
        assertThat(output.status()).as(output.toString()).isEqualTo(ExitCodes.INVALID);
        assertThat(output.err()).contains(reason);
        assertThat(output.err().lines()).hasSize(1);
    }

    private static ConsoleOutput protolab(String... words) {
        return ConsoleOutput.of(words);
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }
    }

    private void write(String path, String content) throws IOException {
        Path target = root.resolve(path).normalize();
        Files.createDirectories(target.resolveSibling(".").normalize());
        Files.writeString(target, content);
    }
}
