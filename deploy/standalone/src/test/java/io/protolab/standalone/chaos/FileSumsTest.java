package io.protolab.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSumsTest {
    @TempDir
    private Path directory;

    @Test
    void finds_whatLiesInAFolder_andNotBesideIt() throws IOException {
        write("1/run/model/weights");
        write("1/run-2/log");
        write("1/run.txt");
        SortedMap<String, String> all = FileSums.of(directory);

        assertThat(all).hasSize(3);
        assertThat(FileSums.below("1/run", all)).isEqualTo(Map.of("model/weights", Sha256.of("1/run/model/weights")));
        assertThat(FileSums.below("1/run", all)).isEqualTo(FileSums.of(directory.resolve("1/run")));
        assertThat(FileSums.below("2", all)).isEmpty();
    }

    private void write(String path) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
    }
}
