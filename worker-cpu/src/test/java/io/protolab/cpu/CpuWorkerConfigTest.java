package io.protolab.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.config.InvalidConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CpuWorkerConfigTest {
    @Test
    void readsEveryVariable() {
        CpuWorkerConfig config = CpuWorkerConfig.from(Map.of(
                "PROTOLAB_DB_URL", "jdbc:postgresql://127.0.0.1:5432/protolab",
                "PROTOLAB_DB_USER", "protolab",
                "PROTOLAB_DB_PASSWORD", "secret",
                "PROTOLAB_TEMPORAL", "127.0.0.1:7233",
                "PROTOLAB_NAMESPACE", "lab",
                "PROTOLAB_ARTIFACTS", "/volume/artifacts",
                "PROTOLAB_DATASETS", "/volume/datasets",
                "PROTOLAB_HEARTBEAT_TIMEOUT_SECONDS", "20",
                "PROTOLAB_MLFLOW", "http://127.0.0.1:5000"));

        assertThat(config)
                .isEqualTo(new CpuWorkerConfig(
                        "jdbc:postgresql://127.0.0.1:5432/protolab",
                        "protolab",
                        "secret",
                        "127.0.0.1:7233",
                        "lab",
                        Path.of("/volume/artifacts"),
                        Path.of("/volume/datasets"),
                        Duration.ofSeconds(20),
                        Optional.of(URI.create("http://127.0.0.1:5000"))));
    }

    @Test
    void reportsEveryProblemAtOnce() {
        assertThatThrownBy(() ->
                        CpuWorkerConfig.from(Map.of("PROTOLAB_ARTIFACT", "/volume", "PROTOLAB_MLFLOW", "mlflow:5000")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll(
                        "PROTOLAB_DB_URL",
                        "PROTOLAB_DB_USER",
                        "PROTOLAB_TEMPORAL",
                        "PROTOLAB_ARTIFACTS is not set",
                        "PROTOLAB_DATASETS",
                        "PROTOLAB_MLFLOW is 'mlflow:5000'; give an address such as",
                        "PROTOLAB_ARTIFACT is not a known variable");
    }
}
