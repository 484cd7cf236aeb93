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
class HeadFileTest {
    private static final HeadShape SHAPE = new HeadShape(
            6,
            4,
            5,
            3,
            0.2,
            4,
            1e-5,
            FeatureNorm.CHANNELS,
            Aggregation.LINEAR,
            Kernels.BOTH,
            MaskedPrototypes.KEEP_VOTING);

    @TempDir
    Path directory;

    @Test
    void readsBackTheSameHead() throws IOException {
        PrototypeHead head = PrototypeHead.initialised(SHAPE, 9);
        Tensor tokens = Tensors.full(0.3, 2, 4, 6);
        Path file = directory.resolve("head.safetensors");

        HeadFile.write(file, SHAPE, head.parameters(), head.mask());
        PrototypeHead read = HeadFile.read(file);

        assertThat(read.shape()).isEqualTo(SHAPE);
        assertThat(read.forward(tokens, PatchGrid.square(4), ChannelDropout.NONE)
                        .logits()
                        .toFloats())
                .isEqualTo(head.forward(tokens, PatchGrid.square(4), ChannelDropout.NONE)
                        .logits()
                        .toFloats());
    }

    @Test
    void refusesToReadAHeadWithoutTheBlocksThatLearnedWithIt() throws IOException {
        PrototypeHead head = PrototypeHead.initialised(SHAPE, 9);
        Map<String, Tensor> learned = new LinkedHashMap<>(head.parameters().asMap());
        learned.put("backbone.norm.weight", Tensors.full(1, 6));
        Path file = directory.resolve("head.safetensors");
        HeadFile.write(file, SHAPE, new NamedTensors(learned), head.mask());

        assertThatThrownBy(() -> HeadFile.read(file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("'backbone.norm.weight' of a backbone that learned with the head");
    }

    @Test
    void refusesAFileWithoutAHead() throws IOException {
        Path file = directory.resolve("other.safetensors");
        Safetensors.write(file, new NamedTensors(Map.of("x", Tensors.full(1, 2))), Map.of());

        assertThatThrownBy(() -> HeadFile.read(file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("holds no prototype head, only [x]");
    }
}
