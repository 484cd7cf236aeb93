package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Python program that knows an exported model and none of our code. Its packages lie in a directory of their own, on top of the
 * environment of MLflow that all tests share, and outlive a build like that one.
 */
final class ExportedModelCheck {
    private final Path python;
    private final Path packages;
    private final Path directory;

    /** @param directory for the program */
    ExportedModelCheck(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        python = TestDirectories.kept("standalone").resolve("mlflow/environment/bin/python");
        packages = TestDirectories.kept("export-packages");
        Path requirements = resource("export-requirements.txt");
        Path installed = packages.resolve("installed.txt");
        if (!Files.exists(installed) || Files.mismatch(installed, requirements) >= 0) {
            FileTree.delete(packages);
            run(List.of(
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--no-deps",
                    "--only-binary=:all:",
                    "--disable-pip-version-check",
                    "--target=" + packages,
                    "--requirement=" + requirements));
            Files.copy(requirements, installed);
        }
    }

    /** Fails with what the program says, unless the model gives the platform's logits wherever it is loaded from. */
    void run(String api, String mlflow, String trialId, String model, Path exported, Path datasets)
            throws IOException, InterruptedException {
        run(List.of(
                resource("check_export.py").toString(),
                api,
                mlflow,
                trialId,
                model,
                exported.toString(),
                datasets.toString()));
    }

    private void run(List<String> arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(python.toString()));
        line.addAll(arguments);
        ProcessBuilder command = new ProcessBuilder(line).redirectErrorStream(true);
        command.environment().clear();
        command.environment().putAll(MlflowInstallation.cleanEnvironment());
        command.environment().putAll(Map.of("PYTHONPATH", packages.toString(), "MLFLOW_DISABLE_TELEMETRY", "true"));
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private Path resource(String name) throws IOException {
        try (InputStream content = ExportedModelCheck.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IllegalStateException(name + " is missing from the class path");
            }
            return Files.write(directory.resolve(name), content.readAllBytes());
        }
    }
}
