package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.loss.HoyerSquare;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.KeepMasks;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningEngine.class)
class TrainingStepTest {
    private static final int IMAGES = 70; // more than two slices that fit a processor's caches
    private static final PatchGrid GRID = new PatchGrid(3, 3);

    private static final HeadShape SHAPE = new HeadShape(
            6, 5, 4, 3, 0.1, 5, 1e-6, FeatureNorm.NONE, Aggregation.NONLINEAR, Kernels.BOTH, MaskedPrototypes.ZEROED);

    private static final ProtoSVitLoss LOSS = new ProtoSVitLoss(
            1,
            List.of(1.0, 2.0, 0.5),
            1,
            new HoyerSquare(0.1, 0, 0.1, HoyerSquare.Target.IMPORTANCE, false),
            0,
            false,
            0);

    /** What one step makes of the same head and batch. */
    private record Outcome(StepResult result, Map<String, float[]> parameters) {}

    private static Outcome step(int microBatch) {
        try (TensorScope scope = TensorScope.open();
                PrototypeHead head = PrototypeHead.initialised(SHAPE, 1);
                AdamW optimiser = AdamW.fresh(new AdamW.Settings(0.01, 0.9, 0.999, 1e-3), head.parameters())) {
            head.parameters().asMap().values().forEach(Tensor::requireGradient);
            SeededRandom random = SeededRandom.of(2, "batch");
            float[] tokens = new float[IMAGES * GRID.patchCount() * SHAPE.dim()];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = (float) random.nextUniform(-1, 1);
            }
            int[] labels = new int[IMAGES];
            Arrays.setAll(labels, i -> i * i % SHAPE.classes());
            TokenBatch batch = new TokenBatch(Tensors.of(tokens, IMAGES, GRID.patchCount(), SHAPE.dim()), labels);
            KeepMasks dropout = KeepMasks.draw(0.1, SHAPE, IMAGES, SeededRandom.of(3, "dropout"));

            StepResult result =
                    new TrainingStep(head, optimiser, LOSS, GRID, microBatch).run(batch, 5, 0.01, dropout, null);

            Map<String, float[]> parameters = new TreeMap<>();
            head.parameters().asMap().forEach((name, tensor) -> parameters.put(name, tensor.toFloats()));
            return new Outcome(result, parameters);
        }
    }

    /** Without a micro-batch the step cuts slices of its own. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 64})
    void isTheSameStepInSlicesAsInOnePiece(int microBatch) {
        Outcome whole = step(IMAGES);

        Outcome sliced = step(microBatch);

        assertThat(sliced.result().loss()).isCloseTo(whole.result().loss(), within(1e-5));
        assertThat(sliced.result().correct()).isEqualTo(whole.result().correct());
        assertThat(sliced.result().images()).isEqualTo(IMAGES);
        whole.parameters()
                .forEach((name, values) ->
                        assertThat(sliced.parameters().get(name)).as(name).containsExactly(values, within(1e-5f)));
    }

    @Test
    void repeatsToTheBit() {
        Outcome once = step(0);

        Outcome again = step(0);

        assertThat(again.result()).isEqualTo(once.result());
        once.parameters()
                .forEach((name, values) ->
                        assertThat(again.parameters().get(name)).as(name).containsExactly(values));
    }
}
