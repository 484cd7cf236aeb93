package io.protolab.gpu.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.export.ExportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RunningEngine.class)
class ExporterTest {
    private static final Preprocessing IMAGENET =
            new Preprocessing(12, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD);

    @TempDir
    private Path directory;

    static Stream<HeadShape> heads() {
        return Arrays.stream(FeatureNorm.values())
                .flatMap(norm -> Arrays.stream(Kernels.values())
                        .flatMap(kernels -> Stream.of(
                                head(norm, Aggregation.NONLINEAR, kernels, MaskedPrototypes.ZEROED),
                                head(norm, Aggregation.LINEAR, kernels, MaskedPrototypes.KEEP_VOTING))));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void writesEveryKindOfHead_forAnyNumberOfImages(HeadShape shape) throws IOException {
        PrototypeHead pruned =
                new PrototypeHead(shape, lively(shape.parameterShapes()), Tensors.of(new float[] {1, 0, 1, 1, 0}, 5));
        HeadForward head = new HeadForward(pruned, new PatchGrid(2, 3), 0);
        Tensor features = Tensors.of(values(3, 2, 6, 8), 2, 6, 8);
        Tensor one = features.slice(0, 0, 1);

        for (ExportFormat format : ExportFormat.values()) {
            Path file = new Exporter(Files.createTempDirectory(directory, "head"))
                    .write(head, List.of(format), Map.of(), features)
                    .get(0);
            ExportCheck.run(file, format, one, head.compute(one));
        }
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void writesBackboneAndHead_forAnyNumberOfImages(ExportFormat format) throws IOException {
        for (VitShape shape : List.of(shape(12, 0), shape(12, 2), shape(20, 4))) {
            Path place = Files.createTempDirectory(directory, "export");
            ModelForward model = model(shape, 0);

            List<Path> files = new Exporter(place).write(model, List.of(format), Map.of(), pixels(3));

            assertThat(files).startsWith(place.resolve("model" + format.suffix()));
            ExportCheck.run(files.get(0), format, pixels(1), model.compute(pixels(1)));
        }
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void leavesSmallImportancesOutOfTheLogits(ExportFormat format) throws IOException {
        ModelForward model = model(shape(12, 0), 0.05);

        assertThat(model.compute(pixels(2)).get("logits").toFloats())
                .isNotEqualTo(
                        model(shape(12, 0), 0).compute(pixels(2)).get("logits").toFloats());
        new Exporter(directory).write(model, List.of(format), Map.of(), pixels(2));
    }

    @Test
    void movesWeightsBesideAnOnnxFile_thatWouldGrowTooLarge() throws IOException {
        ModelForward model = model(shape(12, 0), 0);

        List<Path> files = new Exporter(directory, 1000).write(model, List.of(ExportFormat.ONNX), Map.of(), pixels(2));

        assertThat(files).startsWith(directory.resolve("model.onnx"), directory.resolve("model.onnx.data"));
        assertThat(files.get(0)).satisfies(file -> assertThat(Files.size(file)).isLessThan(Files.size(files.get(1))));
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void writesTheSameBytesAgain(ExportFormat format) throws IOException {
        List<String> checksums = new ArrayList<>();
        for (int attempt = 0; attempt < 2; attempt++) {
            Path place = Files.createTempDirectory(directory, "export");
            Path file = new Exporter(place)
                    .write(model(shape(12, 1), 0), List.of(format), Map.of("backbone", "vit-s"), pixels(1))
                    .get(0);
            checksums.add(Sha256.of(Files.readAllBytes(file)));
        }

        assertThat(checksums.get(0)).isEqualTo(checksums.get(1));
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void refusesAFileThatComputesSomethingElse(ExportFormat format) throws IOException {
        ModelForward model = model(shape(12, 0), 0);
        Path file = new Exporter(directory)
                .write(model, List.of(format), Map.of(), pixels(2))
                .get(0);
        Map<String, Tensor> outputs =
                new LinkedHashMap<>(model.compute(pixels(2)).asMap());
        outputs.computeIfPresent("scores", (name, scores) -> scores.multiply(1.0001));
        NamedTensors others = new NamedTensors(outputs);

        assertThatThrownBy(() -> ExportCheck.run(file, format, pixels(2), others))
                .isInstanceOf(ExportMismatchException.class)
                .hasMessageContaining("'scores' differs from ours by");
    }

    private static VitShape shape(int imageSize, int registers) {
        return VitShape.plain(8, 2, 2, 4, imageSize, 16, registers, 1e-6);
    }

    private static HeadShape head(FeatureNorm norm, Aggregation aggregation, Kernels kernels, MaskedPrototypes masked) {
        return new HeadShape(8, 6, 5, 3, 0.1, 5, 1e-6, norm, aggregation, kernels, masked);
    }

    private static ModelForward model(VitShape shape, double threshold) {
        HeadShape head = head(FeatureNorm.CHANNELS, Aggregation.NONLINEAR, Kernels.BOTH, MaskedPrototypes.ZEROED);
        return new ModelForward(
                new VisionTransformer(shape, lively(shape.parameterShapes())),
                IMAGENET,
                new HeadForward(PrototypeHead.initialised(head, 6), new PatchGrid(3, 3), threshold));
    }

    /** Weights under which every part of a model matters to the result. */
    private static NamedTensors lively(Map<String, long[]> shapes) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        shapes.forEach((name, size) -> tensors.put(name, Tensors.of(values(name.hashCode(), size), size)));
        return new NamedTensors(tensors);
    }

    private static float[] values(long seed, long... size) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[(int) Arrays.stream(size).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    private static Tensor pixels(int images) {
        return Tensors.of(values(7, images, 3, 12, 12), images, 3, 12, 12);
    }
}
