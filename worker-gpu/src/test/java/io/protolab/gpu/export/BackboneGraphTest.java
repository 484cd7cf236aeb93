package io.protolab.gpu.export;

import io.protolab.gpu.GoldenCase;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.weights.GoldenBackbones;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RunningEngine.class)
class BackboneGraphTest {
    @TempDir
    private Path directory;

    static Stream<String> backbones() {
        return GoldenBackbones.readable();
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void describesEveryKindOfPublishedBackbone(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(name);
        Tensor pixels = golden.inputs().get("pixels");

        try (VisionTransformer backbone = GoldenBackbones.recognise(golden).load()) {
            BackboneForward forward = new BackboneForward(backbone, backbone.grid(pixels));
            new Exporter(directory).write(forward, List.of(ExportFormat.values()), Map.of(), pixels);
        }
    }

    /** Pixels to patch tokens, without a head. */
    private record BackboneForward(VisionTransformer backbone, PatchGrid grid) implements Forward {
        @Override
        public ExportPart part() {
            return ExportPart.MODEL;
        }

        @Override
        public InputCard input() {
            int patch = backbone.shape().patch();
            return new InputCard("pixels", List.of(3, grid.rows() * patch, grid.columns() * patch), "normalised");
        }

        @Override
        public Tensor sample(int images) {
            return SampleInputs.uniform(images, input().sizes(), -1, 1);
        }

        @Override
        public void describe(GraphWriter graph) {
            long[] sizes =
                    input().sizes().stream().mapToLong(Integer::longValue).toArray();
            Value tokens = new BackboneGraph(graph, backbone, grid).describe(graph.input("pixels", sizes));
            graph.output(
                    "patch_tokens", tokens, grid.patchCount(), backbone.shape().dim());
        }

        @Override
        public NamedTensors compute(Tensor pixels) {
            return new NamedTensors(Map.of("patch_tokens", backbone.patchTokens(pixels)));
        }
    }
}
