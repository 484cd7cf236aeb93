package io.protolab.gpu.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class DeviceCheckTest {
    @Test
    void trustsADeviceThatMultipliesRight() {
        assertThatCode(DeviceCheck::run).doesNotThrowAnyException();
    }

    @Test
    void namesTheModelOfTheCards_ifAllAreAlike(@TempDir Path cards) throws IOException {
        card(cards.resolve("0000:17:00.0"), "NVIDIA H100 80GB HBM3");
        card(cards.resolve("0000:65:00.0"), "NVIDIA H100 80GB HBM3");
        assertThat(DeviceModel.ofCard(cards)).hasValue("NVIDIA H100 80GB HBM3");

        card(cards.resolve("0000:ca:00.0"), "NVIDIA A100-SXM4-40GB");
        assertThat(DeviceModel.ofCard(cards)).isEmpty();
        assertThat(DeviceModel.ofCard(cards.resolve("absent"))).isEmpty();
    }

    private static void card(Path directory, String model) throws IOException {
        Path unused = Files.writeString(
                Files.createDirectory(directory).resolve("information"),
                "Model: \t\t " + model + "\nIRQ:   \t\t 170\n");
    }
}
