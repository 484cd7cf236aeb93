package io.protolab.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one installation of MLflow that all tests use: it takes minutes to make and outlives a build. */
final class SharedMlflow {
    private SharedMlflow() {}

    /** A data directory with nothing in it but a link to the installation. */
    static Path freshDirectory(String name) throws IOException {
        Path keeper = home();
        Path fresh = TestDirectories.fresh(name);
        Files.createDirectories(fresh.resolve("mlflow"));
        Files.createSymbolicLink(fresh.resolve("mlflow/environment"), keeper.resolve("mlflow/environment"));
        return fresh;
    }

    /** The data directory in which it is. */
    static Path home() {
        Path keeper = TestDirectories.kept("standalone");
        try (DataDirectory data = DataDirectory.open(keeper, 0)) {
            MlflowInstallation.ensure(data, null, line -> {});
        }
        return keeper;
    }
}
