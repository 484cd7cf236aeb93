package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.GpuWorker;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.experiment.ProvenanceFile;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Complete trials are computed once more by the platform that computed them. */
class ReproduceTest {
    private static Path data;
    private static StandaloneProcess standalone;

    @BeforeAll
    static void start() throws IOException {
        data = SharedMlflow.freshDirectory("reproduce");
        standalone = StandaloneProcess.up(data);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        standalone.close();
    }

    @Test
    void findsEveryFileTheSame_fromTheIdAndFromTheFile() throws IOException {
        PlatformClient client = standalone.client();
        SweepRecord sweep = client.submit(SmallSweep.file("once", 6), 1);
        client.await(sweep, SweepState.COMPLETE);
        TrialRecord original = client.trials(sweep).get(0);

        ConsoleOutput again = reproduce(original.id());

        assertThat(again.status()).as(again.toString()).isEqualTo(ExitCodes.DONE);
        assertThat(again.out()).contains("same: ").doesNotContain("expect other bits");
        assertThat(ConsoleOutput.of("ls", "--data", data.toString()).out())
                .containsPattern("reproduce-.*" + original.id());
        client.awaitSealed(sweep);
        MlflowReader mlflow = new MlflowReader(standalone.address("mlflow"));
        assertThat(Waiting.until(
                        Duration.ofMinutes(1),
                        () -> mlflow.runs("tags.`protolab.reproduces` = '" + original.id() + "'")
                                        .size()
                                == 2))
                .as("a run of the new sweep and one of its trial")
                .isTrue();

        Path file = data.resolve("given.json");
        Files.write(file, client.artifact(original, ProvenanceFile.NAME));
        ConsoleOutput fromFile = reproduce("--fresh-features", "--json", file.toString());
        assertThat(fromFile.status()).as(fromFile.toString()).isEqualTo(ExitCodes.DONE);
        assertThat(fromFile.out()).contains("\"same\":true");

        Files.writeString(file, Files.readString(file).replace("\"epochs\" : 6", "\"epochs\" : 7"));
        ConsoleOutput edited = reproduce(file.toString());
        assertThat(edited.status()).isEqualTo(ExitCodes.INVALID);
        assertThat(edited.err()).contains("changed after it was written");
    }

    @Test
    void namesTheImageThatChanged_andSaysWhenTheDatasetIsGone() throws IOException {
        Path images = paintAll(data.resolve("images"));
        String original = complete(SmallSweep.ofImages("folder", images, 3));

        paint(images.resolve("train/dark/0.png"), 100);
        ConsoleOutput changed = reproduce(original);
        assertThat(changed.status()).as(changed.toString()).isEqualTo(ExitCodes.DIFFERENT);
        assertThat(changed.out())
                .contains("the first that is not the same is dataset")
                .contains("because of dataset file train/dark/0.png");

        FileTree.delete(images);
        ConsoleOutput gone = reproduce(original);
        assertThat(gone.status()).isEqualTo(ExitCodes.DIFFERENT);
        assertThat(gone.err()).contains("was not reproduced").contains(images + ": does not exist");
    }

    @Test
    void namesTheWeightsThatChanged_andSaysWhenTheyAreGone() throws IOException {
        Path images = paintAll(data.resolve("images-of-weights"));
        Path weights = data.resolve("weights.safetensors");
        try (InputStream shipped =
                GpuWorker.class.getResourceAsStream("/io/protolab/gpu/backbones/tiny-vit.safetensors")) {
            Files.copy(Objects.requireNonNull(shipped), weights);
        }
        String backbone = "{name: copied, weights: \"" + weights
                + "\", shape: {dim: 128, depth: 3, heads: 4, patch: 8, imageSize: 64}}";
        String original = complete(SmallSweep.ofImages("weights", images, backbone, 3));

        byte[] content = Files.readAllBytes(weights);
        content[content.length - 1] ^= 1;
        Files.write(weights, content);
        ConsoleOutput changed = reproduce(original);
        assertThat(changed.status()).as(changed.toString()).isEqualTo(ExitCodes.DIFFERENT);
        assertThat(changed.out())
                .contains("the first that is not the same is weights")
                .contains("because of the weights at " + weights);

        Files.delete(weights);
        ConsoleOutput gone = reproduce(original);
        assertThat(gone.status()).isEqualTo(ExitCodes.DIFFERENT);
        assertThat(gone.err()).contains("was not reproduced").contains("no weights file or directory " + weights);
    }

    @Test
    void refusesWhatNamesNoCompleteTrial() {
        assertThat(reproduce("nobody-000"))
                .satisfies(unknown -> assertThat(unknown.status()).isEqualTo(ExitCodes.INVALID))
                .satisfies(unknown -> assertThat(unknown.err()).contains("no trial 'nobody-000'"));
        assertThat(reproduce("there/is/none.json"))
                .satisfies(absent -> assertThat(absent.status()).isEqualTo(ExitCodes.INVALID))
                .satisfies(absent -> assertThat(absent.err()).contains("there is no file there/is/none.json"));
    }

    private static String complete(String sweepFile) {
        PlatformClient client = standalone.client();
        SweepRecord sweep = client.submit(sweepFile, 1);
        client.await(sweep, SweepState.COMPLETE);
        return client.trials(sweep).get(0).id();
    }

    private static ConsoleOutput reproduce(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "reproduce";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data";
        all[words.length + 2] = data.toString();
        return ConsoleOutput.of(all);
    }

    private static Path paintAll(Path images) throws IOException {
        for (String split : new String[] {"train", "test"}) {
            for (int i = 0; i < 8; i++) {
                paint(images.resolve(split + "/" + (i % 2 == 0 ? "dark" : "light") + "/" + i + ".png"), i);
            }
        }
        return images;
    }

    private static void paint(Path file, int seed) throws IOException {
        Files.createDirectories(file.resolveSibling(".").normalize());
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, (seed % 2 == 0 ? 0x202020 : 0xC0C0C0) + (i * 31 + seed * 17) % 32);
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
