package io.protolab.gpu.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonPeerTest {
    @TempDir
    private Path directory;

    @Test
    void readsWhatThePythonTimed() throws Exception {
        Path python = script("""
                echo '{"version": "2.9", "vit-b": 1.5, "vit-s": 0.5, "head": '$3'}'
                """);

        PythonPeer peer = PythonPeer.measure(python, 2, Duration.ofMillis(2500));

        assertThat(peer).isEqualTo(new PythonPeer("2.9", 1.5, 0.5, 2.5));
    }

    @Test
    void tellsTheLastWordsOfAPythonWithoutTorch() throws IOException {
        Path python = script("""
                echo Traceback >&2
                echo "ModuleNotFoundError: No module named 'torch'" >&2
                exit 1
                """);

        assertThatThrownBy(() -> PythonPeer.measure(python, 2, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No module named 'torch'")
                .hasMessageContaining("give a Python");
    }

    private Path script(String body) throws IOException {
        Path file = Files.writeString(directory.resolve("python"), "#!/bin/sh\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
