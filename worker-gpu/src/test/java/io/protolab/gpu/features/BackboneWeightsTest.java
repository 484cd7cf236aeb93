package io.protolab.gpu.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.GoldenCase;
import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.image.Framing;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.image.ResizeFilter;
import io.protolab.gpu.model.Activation;
import io.protolab.gpu.model.Backbone;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.Perceptron;
import io.protolab.gpu.model.Positions;
import io.protolab.gpu.model.PrefixTokens;
import io.protolab.gpu.model.RandomWeights;
import io.protolab.gpu.model.Resampling;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.gpu.tensor.TorchScriptArchive;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.FeatureNorm;
import io.protolab.platform.experiment.FramingSpec;
import io.protolab.platform.experiment.TrainableSpec;
import io.protolab.platform.experiment.VitSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningEngine.class)
class BackboneWeightsTest {
    /** The mean colour of patches of four pixels. */
    private static final String PATCHES = """
            class Patches(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Patches,
                pixels: Tensor) -> Tensor:
                pooled = torch.avg_pool2d(pixels, [4, 4], [4, 4], [0, 0], False, True, None)
                return torch.transpose(torch.flatten(pooled, 2, 3), 1, 2)
            """;

    private static final FramingSpec AS_PUBLISHED = new FramingSpec(FramingSpec.Resize.PUBLISHED, null, null);

    private static final VitSpec NOTHING_SAID = new VitSpec(null, null, null, null, null, null, null, null);

    @Test
    void loadsTheShippedTransformer() throws IOException {
        BackboneSpec shipped = new BackboneSpec(
                "shipped",
                "builtin:tiny-vit",
                0,
                new VitSpec(128, 3, 4, 8, 64, 4.0, 0, 1e-6),
                List.of(0.485, 0.456, 0.406),
                List.of(0.229, 0.224, 0.225),
                FeatureNorm.NONE,
                TrainableSpec.NONE,
                false,
                null);

        BackboneWeights weights = BackboneWeights.of(shipped);

        assertThat(weights.sha256()).matches("[0-9a-f]{64}");
        try (Backbone backbone = weights.load()) {
            Tensor tokens = backbone.patchTokens(Tensors.full(0.5, 1, 3, 64, 64));
            assertThat(tokens.shape()).containsExactly(1, 64, 128);
            assertThat(tokens.isFinite()).isTrue();
        }
    }

    @Test
    void readsFromTheFileWhatTheSpecDoesNotSay(@TempDir Path directory) throws IOException {
        VitShape published = new VitShape(
                16,
                1,
                2,
                4,
                PrefixTokens.CLASS,
                new Positions.Table(new PatchGrid(4, 4), 0, Resampling.ANTIALIASED),
                new Perceptron(32, Activation.GELU, false),
                1e-6,
                true,
                false,
                true,
                true);
        Path file = directory.resolve("weights.safetensors");
        Safetensors.write(file, RandomWeights.of(published, 1), Map.of());

        BackboneWeights weights = BackboneWeights.of(PaintedDataset.backboneFile(file));
        try (Backbone backbone = weights.load()) {
            assertThat(weights.shape()).contains(published);
            assertThat(backbone.patchTokens(Tensors.full(0.5, 1, 3, 8, 8)).shape())
                    .containsExactly(1, 4, 16);
        }
    }

    @Test
    void drawsWeightsFromTheirSeed() throws IOException {
        String one = BackboneWeights.of(PaintedDataset.backbone(1)).sha256();

        assertThat(BackboneWeights.of(PaintedDataset.backbone(1)).sha256()).isEqualTo(one);
        assertThat(BackboneWeights.of(PaintedDataset.backbone(2)).sha256()).isNotEqualTo(one);
    }

    @Test
    void takesFromPublishedFilesWhatTheSpecLeavesOut() throws IOException {
        BackboneWeights weights =
                BackboneWeights.of(published("clip-openclip-quickgelu", NOTHING_SAID.withImageSize(32), null));

        assertThat(weights.shape().orElseThrow().heads()).isEqualTo(2);
        assertThat(weights.shape().orElseThrow().perceptron().activation()).isEqualTo(Activation.QUICK_GELU);
        assertThat(weights.expected())
                .isEqualTo(new Preprocessing(
                        32, List.of(0.48145466, 0.4578275, 0.40821073), List.of(0.26862954, 0.26130258, 0.27577711)));
        try (Backbone backbone = weights.load()) {
            assertThat(backbone.patchTokens(Tensors.full(0.5, 1, 3, 32, 32)).shape())
                    .containsExactly(1, 16, 32);
        }
    }

    @Test
    void prefersTheSpecsStatisticsToThoseOfTheFiles() throws IOException {
        BackboneWeights weights = BackboneWeights.of(
                published("clip-openclip-quickgelu", NOTHING_SAID.withImageSize(32), List.of(0.5, 0.5, 0.5)));

        assertThat(weights.expected().mean()).containsExactly(0.5, 0.5, 0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "clip-openclip-quickgelu, 32, 32, BICUBIC",
        "clip-openclip-quickgelu, 64, 64, BICUBIC",
        "vit-timm, 32, 35, BICUBIC",
        "vit-timm, 64, 70, BICUBIC"
    })
    void framesImagesAsTheFilesSay_atTheirSizeAndAtOthers(String golden, int side, int shortSide, ResizeFilter filter)
            throws IOException {
        Path files = GoldenCase.read(golden).directory();

        BackboneWeights weights =
                BackboneWeights.of(published(files, NOTHING_SAID.withImageSize(side), null, AS_PUBLISHED));

        assertThat(weights.expected().framing()).isEqualTo(new Framing(InputRegion.centreOf(shortSide), filter));
    }

    @Test
    void refusesToFrameAsPublished_whereTheFilesDoNotSay() throws IOException {
        Path files = GoldenCase.read("dinov2-hub-resampled").directory();
        VitSpec shape = new VitSpec(null, null, 2, null, 56, null, null, null);
        BackboneWeights weights = BackboneWeights.of(published(files, shape, null, AS_PUBLISHED));

        assertThatThrownBy(weights::expected)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("backbone published", "choose one: stretch or centreCrop");
    }

    @Test
    void refusesASpecThatContradictsTheFiles() {
        VitSpec fourHeads = new VitSpec(null, null, 4, null, 32, null, null, null);

        assertThatThrownBy(() -> BackboneWeights.of(published("clip-openclip-quickgelu", fourHeads, null)))
                .hasMessageContaining("backbone published")
                .hasMessageContaining("heads is 4 in the request and 2 in the files");
        assertThatThrownBy(() ->
                        BackboneWeights.of(published("clip-openclip-quickgelu", NOTHING_SAID.withImageSize(30), null)))
                .hasMessageContaining("images of 30 pixels do not divide into its patches of 8")
                .hasMessageContaining("such as 32");
    }

    @Test
    void changesTheFingerprint_whenADescriptionChanges(@TempDir Path directory) throws IOException {
        Path original = GoldenCase.read("clip-openclip-quickgelu").directory();
        for (String name : List.of("open_clip_config.json", "open_clip_model.safetensors")) {
            Files.copy(original.resolve(name), directory.resolve(name));
        }
        BackboneSpec spec = published(directory, NOTHING_SAID.withImageSize(32), null);
        String before = BackboneWeights.of(spec).sha256();

        Path config = directory.resolve("open_clip_config.json");
        Files.writeString(config, Files.readString(config).replace("\"quick_gelu\": true", "\"quick_gelu\": false"));

        assertThat(BackboneWeights.of(spec).sha256()).isNotEqualTo(before);
    }

    @Test
    void runsATorchScriptProgramThatIsTrusted(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("program.pt");
        TorchScriptArchive.write(file, "Patches", PATCHES, Map.of(), Map.of());

        BackboneWeights weights = BackboneWeights.of(program(file, true));

        assertThat(weights.dim()).isEqualTo(3);
        assertThat(weights.grid()).isEqualTo(new PatchGrid(2, 2));
        try (Backbone backbone = weights.load()) {
            float[] pixels = new float[3 * 64];
            Arrays.fill(pixels, 64, 128, 2); // green
            assertThat(backbone.patchTokens(Tensors.of(pixels, 1, 3, 8, 8)).toFloats())
                    .containsExactly(0, 2, 0, 0, 2, 0, 0, 2, 0, 0, 2, 0);
        }
    }

    @Test
    void refusesAProgramThatIsNotTrusted_orReturnsNoGridOfTokens(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("program.pt");
        TorchScriptArchive.write(file, "Patches", PATCHES, Map.of(), Map.of());
        Path pixels = directory.resolve("pixels.pt");
        TorchScriptArchive.write(
                pixels,
                "Patches",
                PATCHES.substring(0, PATCHES.indexOf("    pooled")) + "    return pixels\n",
                Map.of(),
                Map.of());

        assertThatThrownBy(() -> BackboneWeights.of(program(file, false)))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("program.pt is a TorchScript program")
                .hasMessageContaining("set trusted to true");
        assertThatThrownBy(() -> BackboneWeights.of(program(pixels, true)))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("F32[1, 3, 8, 8]")
                .hasMessageContaining("[images, patches, width]");
    }

    private static BackboneSpec program(Path file, boolean trusted) {
        return new BackboneSpec(
                "program",
                file.toString(),
                0,
                NOTHING_SAID.withImageSize(8),
                null,
                null,
                FeatureNorm.NONE,
                TrainableSpec.NONE,
                trusted,
                null);
    }

    private static BackboneSpec published(String golden, VitSpec shape, @Nullable List<Double> mean)
            throws IOException {
        return published(GoldenCase.read(golden).directory(), shape, mean);
    }

    private static BackboneSpec published(Path directory, VitSpec shape, @Nullable List<Double> mean) {
        return published(directory, shape, mean, FramingSpec.STRETCHED);
    }

    private static BackboneSpec published(
            Path directory, VitSpec shape, @Nullable List<Double> mean, FramingSpec framing) {
        return new BackboneSpec(
                "published",
                directory.toString(),
                0,
                shape,
                mean,
                null,
                FeatureNorm.NONE,
                TrainableSpec.NONE,
                false,
                framing);
    }
}
