package io.protolab.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.Gradients;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import io.protolab.gpu.tensor.TorchEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningEngine.class)
class UpperTransformerTest {
    private static final VitShape SHAPE = VitShape.plain(8, 3, 2, 4, 8, 16, 2, 1e-6);
    private static final PatchGrid GRID = new PatchGrid(2, 2);
    private static final HeadShape HEAD = new HeadShape(
            8, 6, 5, 3, 0.2, 5, 1e-6, FeatureNorm.NONE, Aggregation.NONLINEAR, Kernels.BOTH, MaskedPrototypes.ZEROED);

    private TensorScope scope;

    @BeforeEach
    void openScope() {
        scope = TensorScope.open();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void givesThePatchTokensOfTheWholeTransformer_fromWhatPassesTheCut(int blocks) {
        VisionTransformer whole = transformer();
        Tensor pixels = drawn(2, 3, 8, 8);
        TransformerCut cut = TransformerCut.aboveWhich(SHAPE, blocks);
        UpperTransformer upper = UpperTransformer.takenFrom(transformer(), cut);

        Tensor tokens = upper.patchTokens(whole.tokensEntering(cut.block(), pixels), GRID);

        assertThat(tokens.toFloats()).isEqualTo(whole.patchTokens(pixels).toFloats());
    }

    @Test
    void givesThePatchTokensOfTheWholeTransformer_fromPixels() {
        Tensor pixels = drawn(2, 3, 8, 8);
        UpperTransformer upper = UpperTransformer.takenFrom(transformer(), TransformerCut.belowAll(SHAPE));

        assertThat(upper.patchTokens(pixels, GRID).toFloats())
                .isEqualTo(transformer().patchTokens(pixels).toFloats());
    }

    @Test
    void ownsTheParametersAboveTheCut_andFreesTheOthers() {
        VisionTransformer whole = transformer();
        int others = TorchEngine.running().liveTensorCount()
                - whole.parameters().names().size();

        UpperTransformer upper = UpperTransformer.takenFrom(whole, TransformerCut.aboveWhich(SHAPE, 1));

        assertThat(upper.parameters().names())
                .allMatch(name -> name.startsWith("blocks.2.") || name.startsWith("norm."))
                .hasSize(14);
        assertThat(TorchEngine.running().liveTensorCount()).isEqualTo(others + 14);
    }

    @Test
    void bringsWhatItLearnedIntoAWholeTransformer() {
        Tensor pixels = drawn(1, 3, 8, 8);
        TransformerCut cut = TransformerCut.aboveWhich(SHAPE, 1);
        UpperTransformer upper = UpperTransformer.takenFrom(transformer(), cut);
        upper.parameters().get("blocks.2.mlp.fc1.weight").multiplyInPlace(Tensors.full(3, 16, 8));
        float[] learned =
                upper.patchTokens(transformer().tokensEntering(2, pixels), GRID).toFloats();

        VisionTransformer merged = upper.mergedInto(transformer());

        assertThat(merged.patchTokens(pixels).toFloats())
                .isEqualTo(learned)
                .isNotEqualTo(transformer().patchTokens(pixels).toFloats());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hasTheGradientsOfFiniteDifferences(boolean fromPixels) {
        TransformerCut cut = fromPixels ? TransformerCut.belowAll(SHAPE) : TransformerCut.aboveWhich(SHAPE, 2);
        ProtoSVit model = inDoubles(cut);
        Tensor inputs = (fromPixels ? drawn(2, 3, 8, 8) : drawn(2, 7, 8)).to(ElementType.F64);
        model.parameters().asMap().values().forEach(Tensor::requireGradient);

        try (Gradients recording = Gradients.record()) {
            Gradients.backward(value(model, inputs));
        }

        model.parameters().asMap().forEach((name, parameter) -> {
            if (!name.startsWith(ProtoSVit.BACKBONE)) {
                return;
            }
            double[] gradient = parameter.gradient().orElseThrow().toDoubles();
            int index = gradient.length / 2;
            assertThat(gradient[index])
                    .as(name)
                    .isCloseTo(
                            difference(model, inputs, parameter, index),
                            within(1e-7 * (1 + Math.abs(gradient[index]))));
        });
    }

    @Test
    void refusesMoreBlocksThanThereAre() {
        assertThatThrownBy(() -> TransformerCut.aboveWhich(SHAPE, 4))
                .hasMessage("there are only 3 blocks, so that the last 4 cannot learn");
    }

    /** The derivative by one entry, from values on both sides of it. */
    private static double difference(ProtoSVit model, Tensor inputs, Tensor parameter, int index) {
        double step = 1e-6;
        double[] entry = new double[(int) parameter.elementCount()];
        entry[index] = step;
        Tensor up = Tensors.of(entry, parameter.shape());
        Tensor values = parameter.detach();
        values.addInPlace(up);
        double above = value(model, inputs).toDouble();
        values.addInPlace(up.multiply(-2));
        double below = value(model, inputs).toDouble();
        values.addInPlace(up);
        return (above - below) / (2 * step);
    }

    /** Some smooth function of the logits. */
    private static Tensor value(ProtoSVit model, Tensor inputs) {
        return model.forward(inputs, GRID, ChannelDropout.NONE)
                .logits()
                .square()
                .sum();
    }

    private static ProtoSVit inDoubles(TransformerCut cut) {
        PrototypeHead head = PrototypeHead.initialised(HEAD, 4);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        head.parameters().asMap().forEach((name, value) -> parameters.put(name, value.to(ElementType.F64)));
        UpperTransformer.takenFrom(transformer(), cut)
                .parameters()
                .asMap()
                .forEach((name, value) -> parameters.put(ProtoSVit.BACKBONE + name, value.to(ElementType.F64)));
        return ProtoSVit.of(HEAD, new NamedTensors(parameters), head.mask().to(ElementType.F64), cut);
    }

    /** Drawn weights of a size at which every block matters. */
    private static VisionTransformer transformer() {
        NamedTensors weights = RandomWeights.of(SHAPE, 1);
        weights.asMap().forEach((name, weight) -> {
            if (name.endsWith(".weight") && weight.shape().length == 2) {
                weight.multiplyInPlace(Tensors.full(15, weight.shape()));
            }
        });
        return new VisionTransformer(SHAPE, weights);
    }

    private static Tensor drawn(long... shape) {
        SeededRandom random = SeededRandom.of(3, "inputs");
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensors.of(values, shape);
    }
}
