package io.protolab.cpu.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SingleDeletionTest {
    private static final int ALL_PARTS = 0b11111;

    static Stream<GoldenCase> cases() {
        return GoldenCase.ofKind("funnybirds");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithThePublishedCode(GoldenCase golden) {
        double[][] importance = partImportance(golden, ZeroMap.NAN);

        SingleDeletion deletion = deletion(golden, importance);

        golden.assertTensor("compat.partImportance", Arrays.stream(importance).flatMapToDouble(Arrays::stream));
        golden.assertTensor("compat.sdPerImage", perImage(deletion));
        golden.assertScalar("compat.sd", deletion.score(SingleDeletion.Undefined.SKIP));
        golden.assertScalar("compat.sd.n", deletion.images().size());
        golden.assertScalar("compat.sd.undefined", deletion.undefinedCount());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheDefinition(GoldenCase golden) {
        double[][] importance = partImportance(golden, ZeroMap.CONTRIBUTES_NOTHING);

        SingleDeletion deletion = deletion(golden, importance);

        golden.assertTensor("strict.partImportance", Arrays.stream(importance).flatMapToDouble(Arrays::stream));
        golden.assertTensor("strict.sdPerImage", perImage(deletion));
        golden.assertScalar("strict.sd", deletion.score(SingleDeletion.Undefined.HALF));
        golden.assertScalar("strict.sd.undefined", deletion.undefinedCount());
    }

    @Test
    void refusesDifferentImages() {
        assertThatThrownBy(() -> SingleDeletion.of(new float[1], new float[2][5], new double[1][5]))
                .hasMessageContaining("1 images, 2 with deletions");
    }

    private static SingleDeletion deletion(GoldenCase golden, double[][] importance) {
        int[] labels = golden.labels();
        Tensor original = golden.input("logits.original");
        Tensor subsets = golden.input("logits.subset");
        float[] logit = new float[labels.length];
        float[][] without = new float[labels.length][5];
        for (int image = 0; image < labels.length; image++) {
            logit[image] = original.at(image).floats()[labels[image]];
            for (int part = 0; part < 5; part++) {
                without[image][part] =
                        subsets.at(image).at(ALL_PARTS & ~(1 << part)).floats()[labels[image]];
            }
        }
        return SingleDeletion.of(logit, without, importance);
    }

    private static double[][] partImportance(GoldenCase golden, ZeroMap zeroMap) {
        int size = golden.parameters().get("imageSize").asInt();
        int[] labels = golden.labels();
        Tensor partMap = golden.input("partMap");
        boolean prototypes = golden.parameters().get("explanation").asText().equals("prototype");
        return IntStream.range(0, labels.length)
                .mapToObj(image -> PartImportance.of(
                        prototypes
                                ? prototypeAttribution(golden, image, labels[image], size, zeroMap)
                                : golden.input("attribution")
                                        .at(image)
                                        .at(labels[image])
                                        .values(),
                        PartMasks.of(partMap.at(image).rgb(), size, PartPalette.FUNNY_BIRDS)))
                .toArray(double[][]::new);
    }

    private static double[] prototypeAttribution(GoldenCase golden, int image, int label, int size, ZeroMap zeroMap) {
        float[][] importance = golden.input("importance").at(image).rows();
        float[] ofLabel = new float[importance.length];
        for (int prototype = 0; prototype < ofLabel.length; prototype++) {
            ofLabel[prototype] = importance[prototype][label];
        }
        double[] attribution =
                AttributionMap.of(golden.input("similarity").at(image).rows(), ofLabel, size, zeroMap);
        if (zeroMap == ZeroMap.CONTRIBUTES_NOTHING) {
            assertThat(attribution).doesNotContain(Double.NaN);
        }
        return attribution;
    }

    private static DoubleStream perImage(SingleDeletion deletion) {
        return deletion.images().stream().mapToDouble(score -> score.orElse(Double.NaN));
    }
}
