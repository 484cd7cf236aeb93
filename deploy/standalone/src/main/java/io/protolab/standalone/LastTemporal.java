package io.protolab.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Which Temporal served a data directory last. The workflows of that one alone are as new as the registry. */
final class LastTemporal {
    private final Path file;

    LastTemporal(DataDirectory data) {
        file = data.directory("temporal").resolve("last");
    }

    /** Empty before the first start. */
    Optional<TemporalChoice> read() {
        try {
            String word = Files.exists(file) ? Files.readString(file).strip() : "";
            return Arrays.stream(TemporalChoice.values())
                    .filter(choice -> choice.word().equals(word))
                    .findFirst();
        } catch (IOException e) {
            throw DataDirectory.notWritable(file, e);
        }
    }

    /** Before the first workflow is told anything that another one does not hear. */
    void write(TemporalChoice choice) {
        try {
            Files.writeString(file, choice.word() + "\n");
        } catch (IOException e) {
            throw DataDirectory.notWritable(file, e);
        }
    }
}
