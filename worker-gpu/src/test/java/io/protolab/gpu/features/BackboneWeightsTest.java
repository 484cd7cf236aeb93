package io.protolab.gpu.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.model.Activation;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.Perceptron;
import io.protolab.gpu.model.Positions;
import io.protolab.gpu.model.PrefixTokens;
import io.protolab.gpu.model.RandomWeights;
import io.protolab.gpu.model.Resampling;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.FeatureNorm;
import io.protolab.platform.experiment.TrainableSpec;
import io.protolab.platform.experiment.VitSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class BackboneWeightsTest {
    @Test
    void loadsTheShippedTransformer() throws IOException {
        BackboneSpec shipped = new BackboneSpec(
                "shipped",
                "builtin:tiny-vit",
                0,
                new VitSpec(128, 3, 4, 8, 64, 4, 0, 1e-6),
                List.of(0.485, 0.456, 0.406),
                List.of(0.229, 0.224, 0.225),
                FeatureNorm.NONE,
                TrainableSpec.NONE);

        BackboneWeights weights = BackboneWeights.of(shipped);

        assertThat(weights.sha256()).matches("[0-9a-f]{64}");
        try (VisionTransformer backbone = weights.load()) {
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

        try (VisionTransformer backbone =
                BackboneWeights.of(PaintedDataset.backboneFile(file)).load()) {
            assertThat(backbone.shape()).isEqualTo(published);
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
}
