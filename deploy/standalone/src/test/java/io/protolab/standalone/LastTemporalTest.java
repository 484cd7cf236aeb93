package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastTemporalTest {
    @Test
    void isTheOneThatWasWrittenLast(@TempDir Path root) throws Exception {
        try (DataDirectory data = DataDirectory.open(root, 0)) {
            assertThat(new LastTemporal(data).read()).isEmpty();

            new LastTemporal(data).write(TemporalChoice.EMBEDDED);
            new LastTemporal(data).write(TemporalChoice.SERVER);

            assertThat(new LastTemporal(data).read()).contains(TemporalChoice.SERVER);
        }
    }

    @Test
    void isUnknown_whenItsFileWasNeverWrittenToItsEnd(@TempDir Path root) throws Exception {
        try (DataDirectory data = DataDirectory.open(root, 0)) {
            Files.writeString(data.directory("temporal").resolve("last"), "ser");

            assertThat(new LastTemporal(data).read()).isEmpty();
        }
    }
}
