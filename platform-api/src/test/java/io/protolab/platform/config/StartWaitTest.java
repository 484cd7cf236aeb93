package io.protolab.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartWaitTest {
    private final List<String> told = new ArrayList<>();
    private final StartWait wait = new StartWait(Duration.ofMillis(1), told::add);
    private int looks;

    @Test
    void looksUntilItIsThere_andSaysForWhatItWaits() {
        String found = wait.await("PostgreSQL at 127.0.0.1:5432", () -> {
            if (++looks < 4) {
                throw new AwayException("connection refused", new IOException());
            }
            return "connection";
        });

        assertThat(found).isEqualTo("connection");
        assertThat(told).hasSize(4);
        assertThat(told.get(0))
                .startsWith("waiting for PostgreSQL at 127.0.0.1:5432 since ")
                .contains("connection refused");
        assertThat(told.get(3)).isEqualTo("PostgreSQL at 127.0.0.1:5432 is there");
    }

    @Test
    void saysNothing_whenItIsThereAtOnce() {
        assertThat(wait.<String>await("Temporal", () -> "there")).isEqualTo("there");

        assertThat(told).isEmpty();
    }

    @Test
    void givesUpAtOnce_onWhatWaitingDoesNotChange() {
        assertThatThrownBy(() -> wait.await("PostgreSQL", () -> {
                    looks++;
                    throw new InvalidConfigException(List.of("the password is wrong"));
                }))
                .isInstanceOf(InvalidConfigException.class);
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void makesDirectories_butNoneInThePlaceOfAFile(@TempDir Path volume) throws IOException {
        StartWait.forDirectories(volume.resolve("one/two"), volume.resolve("three"));
        assertThat(volume.resolve("one/two")).isDirectory();

        Path file = Files.createFile(volume.resolve("file"));
        assertThatThrownBy(() -> StartWait.forDirectories(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll(file.toString(), "should be a directory");
    }
}
