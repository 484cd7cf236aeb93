package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a Python of shell script whose pip does what the test says; the real one is used by {@link StandaloneTest}. */
class MlflowInstallationTest {
    @TempDir
    Path root;

    private final List<String> said = new ArrayList<>();
    private DataDirectory data;

    @BeforeEach
    void open() {
        data = DataDirectory.open(root.resolve("data"), 0);
    }

    @AfterEach
    void close() {
        data.close();
    }

    @Test
    void installsOnce() throws IOException {
        Path python = pythonWithPip("exit 0");

        MlflowInstallation.ensure(data, python, said::add);
        MlflowInstallation.ensure(data, null, said::add);

        assertThat(installations()).singleElement().asString().contains("MLflow 3.17.2 for Python 3.11");
    }

    @Test
    void installsAnew_afterAnInterruption() throws IOException {
        assertThatThrownBy(() -> MlflowInstallation.ensure(data, pythonWithPip("kill -9 $$"), said::add))
                .isInstanceOf(StartupException.class);

        MlflowInstallation.ensure(data, pythonWithPip("exit 0"), said::add);

        assertThat(installations()).hasSize(2);
    }

    @Test
    void installsAnew_whenTheListHasChanged() throws IOException {
        Path python = pythonWithPip("exit 0");
        MlflowInstallation.ensure(data, python, said::add);
        Files.writeString(root.resolve("data/mlflow/environment/installed.txt"), "mlflow==1.0\n");

        MlflowInstallation.ensure(data, python, said::add);

        assertThat(installations()).hasSize(2);
    }

    @Test
    void saysThatThePackageIndexCannotBeReached() throws IOException {
        Path python =
                pythonWithPip("echo \"WARNING: Retrying after connection broken by 'NewConnectionError'\"; exit 1");

        assertThatThrownBy(() -> MlflowInstallation.ensure(data, python, said::add))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("the package index cannot be reached")
                .hasMessageContaining("HTTPS_PROXY");
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        Path python = pythonWithPip("echo 'OSError: [Errno 28] No space left on device'; exit 1");

        assertThatThrownBy(() -> MlflowInstallation.ensure(data, python, said::add))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("the disk is full")
                .hasMessageContaining("--data DIR");
    }

    @Test
    void quotesTheLog_whenPipFailsOtherwise() throws IOException {
        Path python = pythonWithPip("echo 'ERROR: something else'; exit 1");

        assertThatThrownBy(() -> MlflowInstallation.ensure(data, python, said::add))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("pip cannot install MLflow")
                .hasMessageContaining("ERROR: something else")
                .hasMessageContaining("mlflow-install.log");
    }

    private List<String> installations() {
        return said.stream().filter(line -> line.startsWith("installing")).toList();
    }

    /** Answers the probe, and makes an environment whose Python is again a script. */
    private Path pythonWithPip(String pip) throws IOException {
        Path environment = root.resolve("data/mlflow/environment");
        Path inside = executable("inside", "#!/bin/sh\n" + pip + "\n");
        return executable("python3", """
                #!/bin/sh
                if [ "$1" = -E ]; then echo 3.11; exit; fi
                rm -rf %1$s && mkdir -p %1$s/bin && cp %2$s %1$s/bin/python
                """.formatted(environment, inside));
    }

    private Path executable(String name, String script) throws IOException {
        Path program = Files.writeString(root.resolve(name), script);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
