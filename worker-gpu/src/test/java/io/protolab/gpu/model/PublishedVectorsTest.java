package io.protolab.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.loss.HoyerSquare;
import io.protolab.gpu.loss.Loss;
import io.protolab.gpu.loss.LossTerm;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.Gradients;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A head of 2 images, 4 channels, a 4×4 grid, 3 latent channels, 5 prototypes and 3 classes in double precision, filled
 * with a·sin(b·k), against numbers worked out independently and confirmed by finite differences.
 */
@ExtendWith(RunningEngine.class)
class PublishedVectorsTest {
    private static final HeadShape SHAPE = new HeadShape(
            4,
            3,
            5,
            3,
            0.1,
            5,
            1e-6,
            FeatureNorm.NONE,
            Aggregation.NONLINEAR,
            Kernels.BOTH,
            MaskedPrototypes.KEEP_VOTING);
    private static final ProtoSVitLoss LOSS = new ProtoSVitLoss(
            1, List.of(), 1, new HoyerSquare(0.01, 0, 0.01, HoyerSquare.Target.IMPORTANCE, false), 0, false, 15);
    private static final int[] LABELS = {0, 2};
    private static final int AFTER_WARMUP = 15;

    private PrototypeHead head;
    private Tensor tokens;

    @BeforeEach
    void fillHeadAndTokens() {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("neck.a.weight", wave(0.5, 1.1, 3, 4));
        parameters.put("neck.a.bias", wave(0.1, 0.9, 3));
        parameters.put("neck.b1.weight", wave(0.5, 1.3, 4, 4));
        parameters.put("neck.b1.bias", wave(0.1, 0.8, 4));
        parameters.put("neck.b2.weight", wave(0.5, 1.7, 3, 4));
        parameters.put("neck.b2.bias", wave(0.1, 0.6, 3));
        parameters.put("neck.out.weight", wave(0.8, 0.5, 3, 3));
        parameters.put("neck.out.bias", wave(0.1, 0.4, 3));
        parameters.put("prototypes", wave(1, 2.3, 5, 3));
        parameters.put("k3.weight", wave(0.33, 0.37, 5, 1, 3, 3));
        parameters.put("k3.bias", wave(0.2, 1.9, 5));
        parameters.put("k1.weight", wave(0.9, 1.5, 5, 1, 1, 1));
        parameters.put("k1.bias", wave(0.2, 0.77, 5));
        parameters.put("norm.weight", wave(0.1, 1.0, 5).add(1));
        parameters.put("norm.bias", wave(0.1, 2.0, 5));
        parameters.put("class_weight", wave(0.4, 1.23, 3, 5).magnitude());
        parameters.values().forEach(Tensor::requireGradient);
        head = new PrototypeHead(SHAPE, new NamedTensors(parameters), Tensors.full(1, ElementType.F64, 5));
        tokens = wave(1, 0.7, 2, 4, 16).transpose(1, 2); // channel first in the source
    }

    private static Tensor wave(double a, double b, long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        double[] values = new double[count];
        for (int k = 1; k <= count; k++) {
            values[k - 1] = a * Math.sin(b * k);
        }
        return Tensors.of(values, shape);
    }

    private ForwardPass forward() {
        return head.forward(tokens, PatchGrid.square(16), ChannelDropout.NONE);
    }

    private static double[] at(Tensor tokens, int image, int patch) {
        return tokens.slice(0, image, image + 1).slice(1, patch, patch + 1).toDoubles();
    }

    @Test
    void projectsPatches() {
        Tensor code = head.projection().code(tokens, ChannelDropout.NONE);
        Tensor z = head.projection().forward(tokens, ChannelDropout.NONE);

        assertThat(at(code, 0, 0)).containsExactly(new double[] {0.328727, -0.333842, 0.661409}, within(6e-7));
        assertThat(at(z, 0, 0)).containsExactly(new double[] {0.732260, 0.407480, -0.545671}, within(6e-7));
        assertThat(at(z, 1, 15)).containsExactly(new double[] {0.721968, 0.270189, -0.636992}, within(6e-7));
    }

    @Test
    void comparesPatchesWithPrototypes() {
        Tensor z = head.projection().forward(tokens, ChannelDropout.NONE);

        assertThat(at(head.prototypes().cosine(z), 0, 0))
                .containsExactly(new double[] {-0.127329, -0.542305, -0.874706, -0.838259, -0.387787}, within(6e-7));
    }

    @Test
    void usesFewPrototypes() {
        Tensor importance = forward().importance(); // [2, 5, 3]
        double[] first = importance.slice(0, 0, 1).slice(2, 0, 1).isAtLeast(0.1).toDoubles();
        double[] second =
                importance.slice(0, 1, 2).slice(2, 2, 3).isAtLeast(0.1).toDoubles();

        double local = (Arrays.stream(first).sum() + Arrays.stream(second).sum()) / 2;
        long global =
                IntStream.range(0, 5).filter(p -> first[p] + second[p] > 0).count();
        assertThat(local).isEqualTo(1.5);
        assertThat(global).isEqualTo(2);
    }

    @Test
    void sharesPatchesAmongPrototypes() {
        Tensor similarity = forward().similarity();

        assertThat(at(similarity, 0, 0))
                .containsExactly(new double[] {0.916516, 0.014452, 0.000520, 0.000749, 0.067762}, within(6e-7));
        assertThat(similarity.sum(0, 1).toDoubles())
                .containsExactly(new double[] {15.737314, 0.294706, 0.025571, 0.162538, 15.779871}, within(6e-7));
    }

    @Test
    void scoresPrototypes() {
        assertThat(forward().prototypeScores().toDoubles())
                .containsExactly(new double[] {2.254170, 0, 0, 0, 1.629544, 2.254527, 0, 0, 0, 1.652298}, within(6e-7));
    }

    @Test
    void addsUpLogits() {
        ForwardPass pass = forward();

        assertThat(pass.logits().toDoubles())
                .containsExactly(
                        new double[] {0.936368, 0.973845, 0.994074, 0.937711, 0.976368, 0.997732}, within(6e-7));
        assertThat(pass.importance().sum(1).toDoubles())
                .containsExactly(pass.logits().toDoubles(), within(1e-12));
    }

    @Test
    void leavesSmallImportancesOut_aboveAThreshold() {
        assertThat(forward().logits(0.1).slice(0, 0, 1).toDoubles())
                .containsExactly(new double[] {0.849812, 0.973845, 0.994074}, within(6e-7));
    }

    @Test
    void losesInThreeTerms() {
        Loss loss = LOSS.of(forward(), LABELS, AFTER_WARMUP);

        assertThat(loss.terms()).extracting(LossTerm::name).containsExactly("cross_entropy", "tanh", "sparsity");
        assertThat(loss.terms().get(0).value().toDouble()).isCloseTo(1.1012084, within(6e-8));
        assertThat(loss.terms().get(1).value().toDouble()).isCloseTo(1.3484516, within(6e-8));
        assertThat(loss.terms().get(2).value().toDouble()).isCloseTo(0.0250275, within(6e-8));
        assertThat(loss.total().toDouble()).isCloseTo(2.4746875, within(6e-8));
    }

    @Test
    void propagatesGradients() {
        Map<String, Double> norms = Map.ofEntries(
                Map.entry("neck.a.weight", 1.892857),
                Map.entry("neck.a.bias", 1.436926),
                Map.entry("neck.b1.weight", 1.229691),
                Map.entry("neck.b1.bias", 0.965569),
                Map.entry("neck.b2.weight", 1.569869),
                Map.entry("neck.b2.bias", 1.436926),
                Map.entry("neck.out.weight", 1.575820),
                Map.entry("neck.out.bias", 4.569466),
                Map.entry("prototypes", 3.800179),
                Map.entry("k3.weight", 0.014216),
                Map.entry("k3.bias", 0.003703),
                Map.entry("k1.weight", 0.000245),
                Map.entry("k1.bias", 0.003703),
                Map.entry("norm.weight", 0.012137),
                Map.entry("norm.bias", 0.006350),
                Map.entry("class_weight", 1.145337));

        try (Gradients recording = Gradients.record()) {
            Gradients.backward(LOSS.of(forward(), LABELS, AFTER_WARMUP).total());
        }

        norms.forEach((name, norm) -> assertThat(Math.sqrt(head.parameters()
                        .get(name)
                        .gradient()
                        .orElseThrow()
                        .square()
                        .sum()
                        .toDouble()))
                .as(name)
                .isCloseTo(norm, within(6e-7)));
    }
}
