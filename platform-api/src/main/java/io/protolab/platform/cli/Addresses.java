package io.protolab.platform.cli;

import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the parts of a running standalone process are; it writes the file, the command line reads it.
 *
 * @param pid of the standalone process
 * @param parts address by part; {@code api} and {@code mlflow} are for people
 */
public record Addresses(long pid, Map<String, String> parts) {
    private static final String FILE = "addresses.json";

    public Addresses {
        parts = new TreeMap<>(parts);
    }

    /**
     * Empty if nothing runs on that data directory.
     *
     * @throws IOException if there is something that this user may not read, or that cannot be read
     */
    public static Optional<Addresses> read(Path data) throws IOException {
        String content;
        try {
            content = Files.readString(data.resolve(FILE));
        } catch (NoSuchFileException nothing) {
            return Optional.empty();
        }
        Addresses known = Json.mapper().readValue(content, Addresses.class);
        return ProcessHandle.of(known.pid()).filter(ProcessHandle::isAlive).map(alive -> known);
    }

    public void write(Path data) throws IOException {
        Path aside = data.resolve(FILE + ".new");
        Files.writeString(aside, Json.text(this) + "\n");
        Files.move(aside, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public static void remove(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(FILE));
    }
}
