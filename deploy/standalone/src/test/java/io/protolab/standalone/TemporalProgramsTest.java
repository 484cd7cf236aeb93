package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalProgramsTest {
    @TempDir
    private Path directory;

    @Test
    void prefersTheNamedDirectoryToThePath_andThePathToTheCache() throws IOException {
        Path named = programs("named");
        Path onPath = programs("bin");
        Path cached = programs("home/.cache/protolab/temporal-" + TemporalPrograms.VERSION);
        Path home = directory.resolve("home");
        String path = "/nowhere:" + onPath;

        assertThat(TemporalPrograms.find(Map.of("PROTOLAB_TEMPORAL_SERVER", named.toString(), "PATH", path), home))
                .contains(in(named));
        assertThat(TemporalPrograms.find(Map.of("PATH", path), home)).contains(in(onPath));
        assertThat(TemporalPrograms.find(Map.of("PATH", "/nowhere"), home)).contains(in(cached));
        assertThat(TemporalPrograms.find(Map.of(), directory)).isEmpty();
    }

    @Test
    void takesNoServerWithoutItsTool() throws IOException {
        Files.delete(programs("bin").resolve("temporal-sql-tool"));

        assertThat(TemporalPrograms.find(Map.of("PATH", directory.resolve("bin").toString()), directory))
                .isEmpty();
    }

    @Test
    void saysHowToGetThem_whenTheNamedDirectoryIsEmpty() {
        assertThatThrownBy(() ->
                        TemporalPrograms.find(Map.of("PROTOLAB_TEMPORAL_SERVER", directory.toString()), directory))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("PROTOLAB_TEMPORAL_SERVER is '" + directory + "'")
                .hasMessageContaining("deploy/bin/get-temporal");
    }

    private Path programs(String name) throws IOException {
        Path place = Files.createDirectories(directory.resolve(name));
        for (String program : new String[] {"temporal-server", "temporal-sql-tool"}) {
            assertThat(Files.createFile(place.resolve(program)).toFile().setExecutable(true))
                    .isTrue();
        }
        return place;
    }

    private static TemporalPrograms in(Path directory) {
        return new TemporalPrograms(directory.resolve("temporal-server"), directory.resolve("temporal-sql-tool"));
    }
}
