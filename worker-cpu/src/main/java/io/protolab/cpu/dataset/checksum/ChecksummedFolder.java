package io.protolab.cpu.dataset.checksum;

import io.protolab.platform.artifact.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * A folder that is written once, with the checksum of every file in {@value #CHECKSUMS}, a list that
 * {@code sha256sum --check} understands.
 */
public final class ChecksummedFolder {

    public static final String CHECKSUMS = "checksums.sha256";

    private final Path root;
    private final Map<String, String> sums = new TreeMap<>();

    /** @param root an empty directory */
    public ChecksummedFolder(Path root) {
        this.root = root;
    }

    /**
     * Writes a file and remembers its checksum.
     *
     * @param path below the root, with forward slashes
     */
    public void write(String path, byte[] content) throws IOException {
        Path file = root.resolve(path);
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.write(file, content);
        sums.put(path, Sha256.of(content));
    }

    /** Writes the list of all files so far. */
    public void seal() throws IOException {
        StringBuilder list = new StringBuilder();
        sums.forEach((path, sum) -> list.append(sum).append("  ").append(path).append('\n'));
        Files.writeString(root.resolve(CHECKSUMS), list);
    }

    /**
     * The first thing wrong with a sealed folder; empty if every listed file has its listed content.
     *
     * @param progress hears how many files are checked
     */
    public static Optional<String> damage(Path root, IntConsumer progress) throws IOException {
        Path list = root.resolve(CHECKSUMS);
        if (!Files.isRegularFile(list)) {
            return Optional.of(CHECKSUMS + " is missing");
        }
        int checked = 0;
        for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
            String[] sumAndPath = line.split("  ", 2);
            if (sumAndPath.length < 2) {
                return Optional.of(CHECKSUMS + " has the malformed line '" + line + "'");
            }
            try {
                if (!Sha256.of(Files.readAllBytes(root.resolve(sumAndPath[1]))).equals(sumAndPath[0])) {
                    return Optional.of(sumAndPath[1] + " has changed");
                }
            } catch (NoSuchFileException e) {
                return Optional.of(sumAndPath[1] + " is missing");
            }
            progress.accept(++checked);
        }
        return Optional.empty();
    }
}
