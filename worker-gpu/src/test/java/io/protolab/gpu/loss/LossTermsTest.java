package io.protolab.gpu.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.model.ForwardPass;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.tensor.Gradients;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Terms worked out by hand: two images, two prototypes, three classes. */
@ExtendWith(RunningEngine.class)
class LossTermsTest {
    private static final HoyerSquare HOYER_SQUARE =
            new HoyerSquare(0.01, 0, 0.01, HoyerSquare.Target.IMPORTANCE, false);

    private Tensor scores;
    private Tensor weights;

    @BeforeEach
    void fillScoresAndWeights() {
        scores = Tensors.of(new double[] {2, 0.5, 0, 1}, 2, 2);
        weights = Tensors.of(new double[] {0.3, 0, 0.1, 0.4, 0, 0.2}, 3, 2);
    }

    private static ForwardPass pass(Tensor scores, Tensor weights) {
        Tensor similarity = Tensors.of(new double[] {0.7, 0.3, 0.2, 0.8, 0.1, 0.9}, 1, 3, 2);
        Tensor mask = Tensors.of(new double[] {1, 1}, 2);
        return new ForwardPass(scores.linear(weights, null), similarity, scores, weights, mask, new PatchGrid(1, 3));
    }

    @Test
    void hoyerSquareIsTheMeanOverImages() {
        double first = HOYER_SQUARE.of(pass(scores.slice(0, 0, 1), weights)).toDouble();
        double second = HOYER_SQUARE.of(pass(scores.slice(0, 1, 2), weights)).toDouble();

        assertThat(first).isCloseTo(0.0177, within(5e-5));
        assertThat(second).isCloseTo(0.0118, within(5e-5));
        assertThat(HOYER_SQUARE.of(pass(scores, weights)).toDouble()).isCloseTo((first + second) / 2, within(1e-15));
    }

    @Test
    void hoyerSquareIsZeroAndHasNoGradient_whenNothingCounts() {
        Tensor zeros = Tensors.of(new double[] {0, 0, 0, 0, 0, 0}, 3, 2).requireGradient();

        try (Gradients recording = Gradients.record()) {
            Tensor value = HOYER_SQUARE.of(pass(scores, zeros));
            Gradients.backward(value);
            assertThat(value.toDouble()).isZero();
        }

        assertThat(zeros.gradient().orElseThrow().toDoubles()).containsOnly(0);
    }

    @Test
    void sparsityLeavesZeroWeightsAlone() {
        for (Sparsity sparsity : List.of(HOYER_SQUARE, new L1Sparsity(0.01))) {
            Tensor leaf = weights.copy().requireGradient();
            try (Gradients recording = Gradients.record()) {
                Gradients.backward(sparsity.of(pass(scores, leaf)));
            }

            double[] gradient = leaf.gradient().orElseThrow().toDoubles();
            assertThat(gradient[1]).isZero();
            assertThat(gradient[4]).isZero();
            assertThat(gradient[0]).isNotZero();
        }
    }

    @Test
    void l1SumsClassWeights() {
        assertThat(new L1Sparsity(0.01).of(pass(scores, weights)).toDouble()).isCloseTo(0.0041, within(5e-5));
    }

    @Test
    void tanhLossPunishesPrototypesOutOfUse() {
        assertThat(TanhLoss.of(pass(scores, weights).similarity(), new BatchTotals(1, 1, null))
                        .toDouble())
                .isCloseTo(0.1545, within(5e-5));
    }

    @Test
    void crossEntropyWeighsClasses() {
        Tensor logits = Tensors.of(new double[] {1, 0, 0, 2}, 2, 2);
        double ofFirst = Math.log(1 + Math.exp(-1));
        double ofSecond = Math.log(1 + Math.exp(-2));

        assertThat(new CrossEntropy(List.of()).of(logits, new int[] {0, 1}, 2).toDouble())
                .isCloseTo((ofFirst + ofSecond) / 2, within(1e-12));
        assertThat(new CrossEntropy(List.of(1.0, 3.0))
                        .of(logits, new int[] {0, 1}, 4)
                        .toDouble())
                .isCloseTo((ofFirst + 3 * ofSecond) / 4, within(1e-12));
    }

    @Test
    void refusesALabelThatIsNoClass() {
        assertThatThrownBy(() ->
                        new CrossEntropy(List.of()).of(Tensors.of(new double[] {1, 0}, 1, 2), new int[] {2}, 1))
                .hasMessage("Label 2 is none of the 2 classes");
    }

    @Test
    void similarityTermStartsAfterTheWarmup() {
        ProtoSVitLoss loss = new ProtoSVitLoss(1, List.of(), 1, null, 0.5, false, 3);
        ForwardPass pass = pass(scores.slice(0, 0, 1), weights);

        Loss during = loss.of(pass, new int[] {0}, 3);
        Loss after = loss.of(pass, new int[] {0}, 4);

        assertThat(after.total().toDouble() - during.total().toDouble())
                .isCloseTo(0.5 * after.terms().get(2).value().toDouble(), within(1e-12));
    }
}
