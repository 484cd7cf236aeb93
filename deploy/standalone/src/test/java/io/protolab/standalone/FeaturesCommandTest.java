package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.platform.cli.ExitCodes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesCommandTest {
    @TempDir
    private Path directory;

    private String image = "";

    @BeforeEach
    void paint() throws IOException {
        BufferedImage picture = new BufferedImage(90, 70, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 90 * 70; i++) {
            picture.setRGB(i % 90, i / 90, i * 2654435);
        }
        Path file = directory.resolve("picture.png");
        ImageIO.write(picture, "png", file.toFile());
        image = file.toString();
    }

    private ConsoleOutput features(String... options) {
        String[] arguments = new String[options.length + 5];
        arguments[0] = "features";
        arguments[1] = "builtin:tiny-vit";
        arguments[2] = image;
        arguments[3] = "--out";
        arguments[4] = directory.resolve("tokens.safetensors").toString();
        System.arraycopy(options, 0, arguments, 5, options.length);
        return ConsoleOutput.of(arguments);
    }

    @Test
    void writesPatchTokens() throws IOException {
        ConsoleOutput output = features("--size", "72", "--crop", "64", "--filter", "bicubic", "--mean", "0.5,0.5,0.5");

        assertThat(output.status()).as(output.toString()).isEqualTo(ExitCodes.DONE);
        assertThat(output.out()).endsWith("patch_tokens [1, 64, 128]\n");
        try (TensorScope scope = TensorScope.open()) {
            assertThat(Safetensors.read(directory.resolve("tokens.safetensors"))
                            .get("patch_tokens")
                            .shape())
                    .containsExactly(1, 64, 128);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThat(features("--size", "65").err()).contains("65 pixels do not divide into patches of 8");
        assertThat(features("--mean", "0.5").err()).contains("three channels");
        assertThat(features("--shape", "head=4").err()).contains("--shape has no head; known are dim, depth, heads");
        assertThat(features("--size", "32", "--crop", "64").err()).contains("whose shorter side is 32");
        assertThat(features("--published").err()).contains("choose one: stretch or centreCrop");
        assertThat(features("--published", "--filter", "bicubic").err())
                .contains("in the place of --crop and --filter");
        assertThat(features("--out", image).status()).isEqualTo(ExitCodes.INVALID);
    }

    @Test
    void namesEveryMissingImage() {
        image = "nowhere.png";

        ConsoleOutput output = features();

        assertThat(output.status()).isEqualTo(ExitCodes.INVALID);
        assertThat(output.err()).contains("no such image file: [nowhere.png]");
    }
}
