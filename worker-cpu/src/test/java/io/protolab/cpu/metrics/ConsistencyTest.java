package io.protolab.cpu.metrics;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsistencyTest {
    static Stream<GoldenCase> cases() {
        return GoldenCase.ofKind("consistency");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsTheTouchesOfTheReference(GoldenCase golden) {
        for (PairedParts pairedParts : PairedParts.values()) {
            String suffix = pairedParts.name().toLowerCase(Locale.ROOT);
            golden.assertTensor("touch." + suffix, cells(touches(golden, "", pairedParts)));
            golden.assertTensor("touchNoise." + suffix, cells(touches(golden, ".noise", pairedParts)));
            golden.assertTensor(
                    "present." + suffix,
                    touches(golden, "", pairedParts).stream()
                            .flatMap(image ->
                                    IntStream.range(0, image.partCount()).mapToObj(image::shows))
                            .mapToDouble(shown -> shown ? 1 : 0));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithThePublishedCode(GoldenCase golden) {
        List<PartTouch> touches = touches(golden, "", PairedParts.LAST);

        golden.assertScalar("compat.consistency", Consistency.asPublished(touches, golden.labels(), threshold(golden)));

        Consistency consistency =
                Consistency.of(touches, golden.labels(), Consistency.UnseenPart.DROPS_CLASS, threshold(golden));
        if (golden.expects("compat.consistency.entries")) {
            golden.assertScalar("compat.consistency.entries", consistency.pairCount());
            golden.assertScalar("compat.consistency.droppedClasses", consistency.droppedClassCount());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheDefinition(GoldenCase golden) {
        assertConsistency(golden, "strict", PairedParts.UNION, Consistency.UnseenPart.IGNORED);
        assertConsistency(golden, "union.dropClass", PairedParts.UNION, Consistency.UnseenPart.DROPS_CLASS);
        assertConsistency(golden, "last.ignorePart", PairedParts.LAST, Consistency.UnseenPart.IGNORED);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comesWithStability(GoldenCase golden) {
        assertStability(golden, "compat", PairedParts.LAST, Stability.Compared.ELEMENT);
        assertStability(golden, "strict", PairedParts.UNION, Stability.Compared.VECTOR);
        assertStability(golden, "last.vector", PairedParts.LAST, Stability.Compared.VECTOR);
        assertStability(golden, "union.elementwise", PairedParts.UNION, Stability.Compared.ELEMENT);
    }

    @Test
    void needsTheSameImagesTwice_forStability() {
        PartTouch image = touches(GoldenCase.named("consistency-ties"), "", PairedParts.UNION)
                .get(0);

        assertThatThrownBy(() -> Stability.of(List.of(image), List.of(), Stability.Compared.VECTOR))
                .hasMessage("stability of 1 images with 0 noisy ones: the same images are needed");
    }

    private static void assertConsistency(
            GoldenCase golden, String prefix, PairedParts pairedParts, Consistency.UnseenPart unseenPart) {
        Consistency consistency =
                Consistency.of(touches(golden, "", pairedParts), golden.labels(), unseenPart, threshold(golden));

        golden.assertScalar(prefix + ".consistency", consistency.score());
        golden.assertScalar(prefix + ".consistency.entries", consistency.pairCount());
        golden.assertScalar(prefix + ".consistency.droppedClasses", consistency.droppedClassCount());
    }

    private static void assertStability(
            GoldenCase golden, String prefix, PairedParts pairedParts, Stability.Compared compared) {
        Stability stability =
                Stability.of(touches(golden, "", pairedParts), touches(golden, ".noise", pairedParts), compared);

        golden.assertScalar(prefix + ".stability", stability.score());
        golden.assertScalar(prefix + ".stability.prototypes", stability.prototypeCount());
    }

    private static List<PartTouch> touches(GoldenCase golden, String suffix, PairedParts pairedParts) {
        int[] labels = golden.labels();
        int size = golden.parameters().get("imageSize").asInt();
        Tensor similarity = golden.input("similarity" + suffix);
        Tensor importance = golden.input("importance" + suffix);
        Tensor partMap = golden.input("partMap");
        return IntStream.range(0, labels.length)
                .mapToObj(image -> PartTouch.of(
                        similarity.at(image).rows(),
                        column(importance.at(image).rows(), labels[image]),
                        PartMasks.of(partMap.at(image).rgb(), size, PartPalette.FUNNY_BIRDS),
                        pairedParts,
                        (float) golden.parameters().get("touchThreshold").asDouble()))
                .toList();
    }

    private static double threshold(GoldenCase golden) {
        return golden.parameters().get("consistencyThreshold").asDouble();
    }

    private static float[] column(float[][] matrix, int index) {
        float[] column = new float[matrix.length];
        for (int row = 0; row < column.length; row++) {
            column[row] = matrix[row][index];
        }
        return column;
    }

    private static DoubleStream cells(List<PartTouch> images) {
        return images.stream()
                .flatMap(image -> IntStream.range(0, image.prototypeCount() * image.partCount())
                        .mapToObj(i -> image.touches(i / image.partCount(), i % image.partCount())))
                .mapToDouble(touched -> touched ? 1 : 0);
    }
}
