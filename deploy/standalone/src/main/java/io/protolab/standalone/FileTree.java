package io.protolab.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory with everything below it; symbolic links are not followed. */
final class FileTree {
    private FileTree() {}

    /** What is done with each path of a tree. */
    @FunctionalInterface
    interface Action {
        void on(Path path) throws IOException;
    }

    static void delete(Path root) throws IOException {
        if (Files.exists(root)) {
            forEach(root, Files::delete);
        }
    }

    /** Visits the contents of a directory before the directory, the root last. */
    static void forEach(Path root, Action action) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(root)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : deepestFirst) {
            action.on(path);
        }
    }
}
