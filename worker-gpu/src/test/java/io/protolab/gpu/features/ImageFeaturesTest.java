package io.protolab.gpu.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.FramingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class ImageFeaturesTest {
    private static final Progress SILENT = (done, total) -> {};

    @TempDir
    private Path directory;

    private ArtifactStore artifacts;
    private PreparedDataset dataset;

    @BeforeEach
    void paint() throws IOException {
        artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
    }

    private Path image(int row) {
        return directory.resolve("images").resolve(row + ".png");
    }

    @Test
    void tokensAreThoseThatASweepTrainsOn() throws IOException {
        FeatureCache cache = new FeatureCache(directory.resolve("features"), Clock.systemUTC());
        int[] rows = IntStream.range(0, PaintedDataset.IMAGES).toArray();
        float[] cached = new FeatureSets(artifacts, cache)
                .open(PaintedDataset.request(dataset), SILENT)
                .tokens()
                .gather(rows)
                .toFloats();
        Path file = directory.resolve("tokens.safetensors");

        List<Integer> shape = ImageFeatures.of(PaintedDataset.backbone(1))
                .write(IntStream.of(rows).mapToObj(this::image).toList(), file, SILENT);

        Tensor tokens = Safetensors.read(file).get("patch_tokens");
        assertThat(shape).containsExactly(12, 4, 16);
        assertThat(tokens.shape()).containsExactly(12, 4, 16);
        assertThat(tokens.toFloats()).containsExactly(cached, within(2e-3f)); // kept with 11 significant bits
    }

    @Test
    void fileSaysWhatItIsMadeOf() throws IOException {
        Path file = directory.resolve("tokens.safetensors");

        ImageFeatures.of(PaintedDataset.framed(
                        new FramingSpec(FramingSpec.Resize.CENTRE_CROP, FramingSpec.Interpolation.BICUBIC, 10)))
                .write(List.of(image(3)), file, SILENT);

        Map<String, String> metadata = Safetensors.readMetadata(file);
        assertThat(metadata)
                .containsEntry("images", "[\"" + image(3) + "\"]")
                .containsEntry("grid", "[2,2]")
                .containsEntry("weights", "random")
                .hasEntrySatisfying(
                        "weights_sha256", sha256 -> assertThat(sha256).hasSize(64))
                .hasEntrySatisfying(
                        "preprocessing",
                        text -> assertThat(text)
                                .contains("\"framing\":{\"filter\":\"BICUBIC\",\"shortSide\":10}")
                                .contains("\"size\":8"));
    }

    @Test
    void refusesAFileThatIsNoImage() {
        assertThatThrownBy(() -> ImageFeatures.of(PaintedDataset.backbone(1))
                        .write(List.of(directory.resolve("none.png")), directory.resolve("tokens"), SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.png");
    }
}
