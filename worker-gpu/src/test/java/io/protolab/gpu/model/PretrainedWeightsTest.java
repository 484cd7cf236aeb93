package io.protolab.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class PretrainedWeightsTest {
    private static final VitShape SHAPE = new VitShape(8, 1, 2, 4, 8, 0, 4, 1e-6, false, true);

    @TempDir
    Path directory;

    @Test
    void readsWhatTheShapeAsksFor() throws IOException {
        Path file = directory.resolve("vit.safetensors");
        NamedTensors random = RandomWeights.of(SHAPE, 1);
        Safetensors.write(file, random, Map.of());

        NamedTensors read = PretrainedWeights.read(file, SHAPE);

        assertThat(read.names())
                .containsExactlyElementsOf(SHAPE.parameterShapes().keySet());
        assertThat(read.get("blocks.0.mlp.fc1.weight").toFloats())
                .isEqualTo(random.get("blocks.0.mlp.fc1.weight").toFloats());
    }

    @Test
    void namesEveryTensorThatDoesNotFit() throws IOException {
        Path file = directory.resolve("vit.safetensors");
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(RandomWeights.of(SHAPE, 1).asMap());
        tensors.remove("blocks.0.attn.qkv.bias");
        tensors.put("blocks.0.mlp.fc1.weight", Tensors.full(1, 8, 32));
        tensors.put("norm.weight", Tensors.full(Double.NaN, 8));
        tensors.put("decoder.weight", Tensors.full(1, 2));
        tensors.put("head.weight", Tensors.full(1, 2));
        Safetensors.write(file, new NamedTensors(tensors), Map.of());

        assertThatThrownBy(() -> PretrainedWeights.read(file, SHAPE))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("vit.safetensors")
                .hasMessageContaining("'blocks.0.attn.qkv.bias' is missing")
                .hasMessageContaining("'blocks.0.mlp.fc1.weight' has the shape [8, 32] instead of [32, 8]")
                .hasMessageContaining("'norm.weight' holds infinite values")
                .hasMessageContaining("'decoder.weight' belongs to no part")
                .hasMessageNotContaining("'head.weight'");
    }

    @Test
    void countsTheRest_whereAWrongWidthMakesEveryTensorMisshapen() throws IOException {
        Path file = directory.resolve("vit.safetensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        SHAPE.parameterShapes().keySet().forEach(name -> tensors.put(name, Tensors.full(1, 2)));
        Safetensors.write(file, new NamedTensors(tensors), Map.of());

        assertThatThrownBy(() -> PretrainedWeights.read(file, SHAPE))
                .hasMessageEndingWith("; and " + (SHAPE.parameterShapes().size() - 5) + " more");
    }
}
