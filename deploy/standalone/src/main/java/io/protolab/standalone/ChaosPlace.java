package io.protolab.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The fresh data directory of one run. It lies below one that may be in use, and borrows nothing from there but MLflow's program.
 *
 * @param home data directory in which MLflow is, or will be, installed
 * @param root of this run
 */
record ChaosPlace(Path home, Path root) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final Path MLFLOW = Path.of("mlflow", "environment");

    static ChaosPlace below(Path home, long seed) {
        return new ChaosPlace(
                home,
                home.resolve("chaos").resolve(LocalDateTime.now(ZoneOffset.UTC).format(STAMP) + "-seed-" + seed));
    }

    /** Locks the directory of the run, with a link to the installation in it. */
    DataDirectory open(Progress.Step progress) throws IOException {
        Path environment = home.resolve(MLFLOW);
        if (Files.notExists(environment)) {
            try (DataDirectory installing = DataDirectory.open(home, 0)) {
                MlflowInstallation.ensure(installing, null, progress);
            }
        }
        DataDirectory data = DataDirectory.open(root, 0);
        data.directory("mlflow");
        Files.createSymbolicLink(root.resolve(MLFLOW), environment.toRealPath());
        return data;
    }

    Path logs() {
        return root.resolve("logs");
    }
}
