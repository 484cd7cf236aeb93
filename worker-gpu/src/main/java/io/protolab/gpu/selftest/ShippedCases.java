package io.protolab.gpu.selftest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A few small golden cases of every kind that ship with the product, as files while they are needed. */
public final class ShippedCases implements AutoCloseable {
    private static final String RESOURCES = "/io/protolab/gpu/selftest/cases/";

    /** Paths of all files, one a line; resources cannot be listed. */
    private static final String INDEX = "index.txt";

    private final Path directory;

    private ShippedCases(Path directory) {
        this.directory = directory;
    }

    /** Copies them into a temporary directory. */
    public static ShippedCases unpack() throws IOException {
        ShippedCases cases = new ShippedCases(Files.createTempDirectory("protolab-selftest-"));
        try {
            for (String path : index()) {
                Path file = cases.directory.resolve(path);
                Files.createDirectories(cases.directory.resolve(path).getParent());
                try (InputStream content = resource(path)) {
                    Files.copy(content, file);
                }
            }
        } catch (IOException | RuntimeException e) {
            cases.close();
            throw e;
        }
        return cases;
    }

    static List<String> index() throws IOException {
        try (InputStream content = resource(INDEX)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static InputStream resource(String path) {
        InputStream content = ShippedCases.class.getResourceAsStream(RESOURCES + path);
        if (content == null) {
            throw new IllegalStateException("the class path lacks " + RESOURCES + path);
        }
        return content;
    }

    /** Where they are until this is closed. */
    public Path directory() {
        return directory;
    }

    /** Deletes the files. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
