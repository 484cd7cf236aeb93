package io.protolab.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.tensor.DeviceChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GpuWorkerConfigTest {
    @Test
    void readsEveryVariable() {
        assertThat(GpuWorkerConfig.from(Map.of(
                        "PROTOLAB_TEMPORAL", "127.0.0.1:7233",
                        "PROTOLAB_NAMESPACE", "lab",
                        "PROTOLAB_ARTIFACTS", "/data/artifacts",
                        "PROTOLAB_FEATURES", "/data/features",
                        "PROTOLAB_WORK", "/data/work",
                        "PROTOLAB_DEVICE", "gpu",
                        "PROTOLAB_THREADS", "3",
                        "PROTOLAB_STALL_SECONDS", "90")))
                .isEqualTo(new GpuWorkerConfig(
                        "127.0.0.1:7233",
                        "lab",
                        Path.of("/data/artifacts"),
                        Path.of("/data/features"),
                        Path.of("/data/work"),
                        DeviceChoice.GPU,
                        3,
                        Duration.ofSeconds(90)));
    }

    @Test
    void takesAnyDeviceAndAllProcessors_ifNothingIsSaid() {
        GpuWorkerConfig config = GpuWorkerConfig.from(Map.of(
                "PROTOLAB_TEMPORAL", "127.0.0.1:7233",
                "PROTOLAB_ARTIFACTS", "a",
                "PROTOLAB_FEATURES", "f",
                "PROTOLAB_WORK", "w"));

        assertThat(config.device()).isEqualTo(DeviceChoice.AUTO);
        assertThat(config.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(config.namespace()).isEqualTo("default");
        assertThat(config.longestStep()).hasMinutes(20);
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThatThrownBy(() -> GpuWorkerConfig.from(Map.of("PROTOLAB_DEVICE", "tpu", "PROTOLAB_THREADS", "0")))
                .hasMessageContainingAll(
                        "PROTOLAB_TEMPORAL", "PROTOLAB_ARTIFACTS", "PROTOLAB_FEATURES", "PROTOLAB_WORK", "tpu", "'0'");
    }
}
