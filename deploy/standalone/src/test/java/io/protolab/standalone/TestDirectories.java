package io.protolab.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories of tests below the build directory, where PostgreSQL's user may enter, unlike a temporary directory. */
final class TestDirectories {
    private static final Path ROOT = Path.of("target", "test-data").toAbsolutePath();

    private TestDirectories() {}

    /** Empty. */
    static Path fresh(String name) throws IOException {
        FileTree.delete(kept(name));
        return Files.createDirectories(kept(name));
    }

    /** As an earlier test or build left it: it spares installing MLflow again. */
    static Path kept(String name) {
        return ROOT.resolve(name);
    }
}
