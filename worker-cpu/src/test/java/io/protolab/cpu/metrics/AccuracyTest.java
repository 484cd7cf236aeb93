package io.protolab.cpu.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccuracyTest {
    static Stream<GoldenCase> cases() {
        return GoldenCase.ofKind("accuracy");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithScikitLearn(GoldenCase golden) {
        float[][] logits = golden.input("logits").rows();

        Accuracy accuracy = Accuracy.of(logits, golden.labels());

        Confusion confusion = accuracy.confusion();
        golden.assertScalar("accuracy", accuracy.top1());
        golden.assertScalar("balancedAccuracy", confusion.balancedAccuracy());
        golden.assertScalar("macroF1", confusion.macroF1());
        golden.assertScalar("top5", accuracy.top5());
        golden.assertScalar("ece", accuracy.calibrationError());
        golden.assertScalar("auroc", Auroc.of(Softmax.of(logits), golden.labels()));
        int classes = confusion.classCount();
        golden.assertTensor(
                "confusion",
                IntStream.range(0, classes * classes).mapToDouble(i -> confusion.count(i / classes, i % classes)));
    }

    @Test
    void tellsWhatBecameOfEachClass() {
        Confusion confusion = Confusion.of(new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1}, 3);

        assertThat(confusion.classes())
                .containsExactly(new ClassResult(0, 3, 2, 2), new ClassResult(1, 1, 2, 1), new ClassResult(2, 0, 0, 0));
        ClassResult first = confusion.classes().get(0);
        assertThat(first.recall()).hasValue(2 / 3.0);
        assertThat(first.precision()).hasValue(1);
        assertThat(first.f1()).isEqualTo(0.8);
        ClassResult absent = confusion.classes().get(2);
        assertThat(absent.recall()).isEmpty();
        assertThat(absent.precision()).isEmpty();
        assertThat(absent.f1()).isZero();
    }

    @Test
    void refusesLogitsOfADivergedTraining() {
        float[][] logits = {{0, 1}, {Float.NaN, 0}};

        assertThatThrownBy(() -> Accuracy.of(logits, new int[] {0, 1}))
                .hasMessageContaining("image 1 for class 0 is NaN")
                .hasMessageContaining("diverged");
    }

    @Test
    void refusesALabelThatIsNoClass() {
        assertThatThrownBy(() -> Confusion.of(new int[] {2}, new int[] {0}, 2))
                .hasMessage("label 2 of image 0 is not one of the 2 classes (0 to 1)");
    }
}
