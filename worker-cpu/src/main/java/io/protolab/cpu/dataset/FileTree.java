package io.protolab.cpu.dataset;

import io.protolab.platform.dataset.UnreadableFile;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Everything below a directory, links followed. Hidden files and what desktop systems leave behind are not part of it.
 *
 * @param directories paths below the root with forward slashes, by code points
 * @param files likewise
 * @param unreadable what could not be visited, and why
 */
record FileTree(List<String> directories, List<String> files, List<UnreadableFile> unreadable) {

    private static final Set<String> CLUTTER = Set.of("__MACOSX", "Thumbs.db", "desktop.ini");

    /** Stands in a name for bytes that this process cannot decode. */
    private static final String UNDECODABLE = "\uFFFD";

    private static final String LOOP = "is a link to one of its own parents";

    FileTree {
        directories = directories.stream().sorted(CodePointOrder.INSTANCE).toList();
        files = files.stream().sorted(CodePointOrder.INSTANCE).toList();
        unreadable = List.copyOf(unreadable);
    }

    static FileTree of(Path root) throws IOException {
        Collector collector = new Collector(root);
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, collector);
        return new FileTree(collector.directories, collector.files, collector.unreadable);
    }

    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Path realRoot;
        private final List<String> directories = new ArrayList<>();
        private final List<String> files = new ArrayList<>();
        private final List<UnreadableFile> unreadable = new ArrayList<>();

        Collector(Path root) throws IOException {
            this.root = root;
            this.realRoot = root.toRealPath();
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (directory.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            if (isClutter(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (Files.isSymbolicLink(directory) && realRoot.startsWith(directory.toRealPath())) {
                reject(directory, LOOP);
                return FileVisitResult.SKIP_SUBTREE;
            }
            directories.add(relative(directory));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isClutter(file)) {
                return FileVisitResult.CONTINUE;
            }
            if (attributes.isSymbolicLink()) {
                reject(file, "is a link to nothing");
            } else if (!attributes.isRegularFile()) {
                reject(file, "is no regular file");
            } else if (relative(file).contains(UNDECODABLE)) {
                reject(file, "has a name that cannot be decoded; rename it, or start with a UTF-8 locale");
            } else {
                files.add(relative(file));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(root)) {
                throw failure;
            }
            reject(file, failure instanceof FileSystemLoopException ? LOOP : "cannot be read: " + failure);
            return FileVisitResult.CONTINUE;
        }

        private void reject(Path file, String reason) {
            unreadable.add(new UnreadableFile(relative(file), reason));
        }

        private String relative(Path path) {
            return StreamSupport.stream(root.relativize(path).spliterator(), false)
                    .map(Path::toString)
                    .collect(Collectors.joining("/"));
        }

        private static boolean isClutter(Path path) {
            Path name = path.getFileName();
            return name != null && (name.toString().startsWith(".") || CLUTTER.contains(name.toString()));
        }
    }
}
