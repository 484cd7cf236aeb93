package io.protolab.cpu.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.protolab.platform.evaluation.Explanations;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SizesTest {
    static Stream<GoldenCase> cases() {
        return GoldenCase.ofKind("sizes");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreeWithTheReferenceAtBothThresholds(GoldenCase golden) {
        StoredImportances importances = StoredImportances.of(golden.input("importance"));
        int[] labels = golden.labels();

        Map.of("t0", 0f, "t0.1", 0.1f).forEach((prefix, threshold) -> {
            ImportanceCut cut = new ImportanceCut(importances, threshold);
            int[] predictions = cut.predictions();
            Confusion confusion = Confusion.of(labels, predictions, cut.classCount());
            golden.assertTensor(prefix + ".predicted", IntStream.of(predictions).asDoubleStream());
            golden.assertScalar(prefix + ".accuracy", confusion.accuracy());
            golden.assertScalar(prefix + ".balancedAccuracy", confusion.balancedAccuracy());
            golden.assertScalar(prefix + ".macroF1", confusion.macroF1());
            golden.assertScalar(prefix + ".localSize.true", LocalSize.of(cut, labels));
            golden.assertScalar(prefix + ".globalSize.true", GlobalSize.of(cut, labels));
            golden.assertScalar(prefix + ".localSize.predicted", LocalSize.of(cut, predictions));
            golden.assertScalar(prefix + ".globalSize.predicted", GlobalSize.of(cut, predictions));
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void needNoThreshold_whenEffective(GoldenCase golden) {
        EffectiveSize size = EffectiveSize.of(StoredImportances.of(golden.input("importance")));

        golden.assertScalar("effectiveSize.local", size.local());
        golden.assertScalar("effectiveSize.global", size.global());
        golden.assertScalar("effectiveSize.skipped", size.skippedCount());
    }

    @Test
    void haveNoEffectiveValue_whenNothingIsImportant() {
        EffectiveSize size = EffectiveSize.of(product(1, 2, new float[] {0, 0}, new float[] {1, 1}));

        assertThat(size.local()).isEmpty();
        assertThat(size.global()).isEmpty();
        assertThat(size.skippedCount()).isOne();
    }

    @Test
    void followFromScoresAndClassWeights() {
        Importances importances = product(2, 3, new float[] {2, 0.5f, 0}, new float[] {0.25f, 1, 3, 0, 0.1f, 3});

        ImportanceCut cut = new ImportanceCut(importances, 0.1f);

        assertThat(cut.at(0, 0, 0)).isEqualTo(0.5f);
        assertThat(cut.at(0, 1, 1)).isZero(); // 0.05 is below the threshold
        assertThat(cut.logit(0, 0)).isCloseTo(1, within(1e-9));
        assertThat(cut.predictions()).containsExactly(0);
        assertThat(LocalSize.of(cut, new int[] {0})).isEqualTo(2);
        assertThat(GlobalSize.of(cut, new int[] {1})).isZero();
    }

    @Test
    void refuseANegativeThreshold() {
        Importances importances = product(1, 1, new float[] {1}, new float[] {1});

        assertThatThrownBy(() -> new ImportanceCut(importances, -0.1f)).hasMessageContaining("-0.1");
    }

    private static Importances product(int classes, int prototypes, float[] scores, float[] classWeights) {
        return Importances.of(
                new Explanations(new int[1], prototypes, classes, 1, scores, classWeights, new float[prototypes]));
    }

    /** Importances that are not a product of scores and weights. */
    private static final class StoredImportances implements Importances {
        private final float[][][] values;

        private StoredImportances(float[][][] values) {
            this.values = values;
        }

        static StoredImportances of(Tensor tensor) {
            return new StoredImportances(IntStream.range(0, tensor.shape().get(0))
                    .mapToObj(image -> tensor.at(image).rows())
                    .toArray(float[][][]::new));
        }

        @Override
        public int imageCount() {
            return values.length;
        }

        @Override
        public int prototypeCount() {
            return values[0].length;
        }

        @Override
        public int classCount() {
            return values[0][0].length;
        }

        @Override
        public float at(int image, int prototype, int classIndex) {
            return values[image][prototype][classIndex];
        }
    }
}
