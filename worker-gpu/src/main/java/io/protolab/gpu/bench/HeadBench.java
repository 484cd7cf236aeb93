package io.protolab.gpu.bench;

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
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.training.AdamW;
import io.protolab.gpu.training.TokenBatch;
import io.protolab.gpu.training.TrainingStep;
import java.util.Arrays;
import java.util.List;

/** One training step of a head of published size on ViT-B tokens: forward, losses, backward, AdamW. */
final class HeadBench {
    static final String NAME = "head step, batch 128";
    static final int BATCH = 128;
    static final PatchGrid GRID = new PatchGrid(16, 16);
    static final int DIM = 768;

    private static final HeadShape SHAPE = new HeadShape(
            DIM,
            512,
            300,
            200,
            0.1,
            5,
            1e-6,
            FeatureNorm.NONE,
            Aggregation.NONLINEAR,
            Kernels.BOTH,
            MaskedPrototypes.ZEROED);

    private static final ProtoSVitLoss LOSS = new ProtoSVitLoss(
            1, List.of(), 1, new HoyerSquare(0.01, 0, 0.01, HoyerSquare.Target.IMPORTANCE, false), 0, false, 15);

    private HeadBench() {}

    static Measurement measure(Stopwatch stopwatch) {
        try (TensorScope scope = TensorScope.open();
                PrototypeHead head = PrototypeHead.initialised(SHAPE, 1)) {
            head.parameters().asMap().values().forEach(Tensor::requireGradient);
            int[] labels = new int[BATCH];
            Arrays.setAll(labels, i -> i % SHAPE.classes());
            TokenBatch batch = new TokenBatch(RandomTensors.of(2, BATCH, GRID.patchCount(), DIM), labels);
            KeepMasks dropout = KeepMasks.draw(0.1, SHAPE, BATCH, SeededRandom.of(3, "bench"));
            try (AdamW optimiser = AdamW.fresh(new AdamW.Settings(0.01, 0.9, 0.999, 1e-8), head.parameters())) {
                TrainingStep step = new TrainingStep(head, optimiser, LOSS, GRID, 0);
                double seconds = stopwatch.fastest(() -> step.run(batch, 20, 1e-3, dropout, null));
                double operations = BATCH * Operations.headStep(SHAPE, GRID.patchCount());
                return Measurement.of(NAME, seconds, operations / 1e9, "GFLOP/s");
            }
        }
    }
}
