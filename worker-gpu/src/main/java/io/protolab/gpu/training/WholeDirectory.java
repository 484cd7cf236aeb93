package io.protolab.gpu.training;

import io.protolab.platform.artifact.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Directories of files that are on disk with all they hold before they have their name, and say by a checksum of every file whether they
 * still do. The checksums are written last, in the form of {@code sha256sum}.
 */
final class WholeDirectory {
    private static final String CHECKSUMS = "SHA256SUMS";
    private static final String UNFINISHED = "unfinished-";

    private WholeDirectory() {}

    /** Fills an empty directory with files. */
    @FunctionalInterface
    interface Content {
        void writeInto(Path directory) throws IOException;
    }

    /**
     * Writes a directory beside its place and moves it there; one of that name is replaced.
     *
     * @throws IOException if it could not be written; nothing of it stays, unless the process is killed
     */
    static void write(Path parent, String name, Content content) throws IOException {
        Path unfinished = parent.resolve(UNFINISHED + name);
        delete(unfinished);
        try {
            Files.createDirectory(unfinished);
            content.writeInto(unfinished);
            Files.writeString(unfinished.resolve(CHECKSUMS), text(checksums(unfinished)));
            for (Path file : files(unfinished).values()) {
                force(file, StandardOpenOption.WRITE);
            }
            force(unfinished, StandardOpenOption.READ);
            delete(parent.resolve(name));
            Files.move(unfinished, parent.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            force(parent, StandardOpenOption.READ);
        } catch (IOException | RuntimeException | Error e) {
            delete(unfinished);
            throw e;
        }
    }

    /** Deletes what a killed process left in the middle of a write. */
    static void deleteUnfinished(Path parent) throws IOException {
        for (Map.Entry<String, Path> file : files(parent).entrySet()) {
            if (file.getKey().startsWith(UNFINISHED)) {
                delete(file.getValue());
            }
        }
    }

    /** @throws IOException with what is wrong, if a file is not as it was written, is missing, or was added */
    static void verify(Path directory) throws IOException {
        String written = Files.readString(directory.resolve(CHECKSUMS));
        if (!written.equals(text(checksums(directory)))) {
            throw new IOException(
                    directory + " does not hold the files that " + CHECKSUMS + " names, or not as written");
        }
    }

    private static Map<String, String> checksums(Path directory) throws IOException {
        Map<String, String> checksums = new TreeMap<>();
        for (Map.Entry<String, Path> file : files(directory).entrySet()) {
            if (!file.getKey().equals(CHECKSUMS)) {
                try (InputStream content = Files.newInputStream(file.getValue())) {
                    checksums.put(file.getKey(), Sha256.of(content));
                }
            }
        }
        return checksums;
    }

    /** What a directory holds, by name; nothing if it is gone. */
    static SortedMap<String, Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.collect(Collectors.toMap(
                    file -> file.getFileName().toString(), file -> file, (one, same) -> one, TreeMap::new));
        } catch (NoSuchFileException gone) {
            return new TreeMap<>();
        }
    }

    private static String text(Map<String, String> checksums) {
        return checksums.entrySet().stream()
                .map(file -> file.getValue() + "  " + file.getKey() + "\n")
                .collect(Collectors.joining());
    }

    private static void force(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    /** Deletes a directory and all below it; nothing happens if it is gone, or goes at the same time. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            // somebody else deletes it
        }
    }
}
