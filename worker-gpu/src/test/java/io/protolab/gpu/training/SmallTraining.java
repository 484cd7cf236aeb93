package io.protolab.gpu.training;

import io.protolab.gpu.loss.HoyerSquare;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.platform.experiment.ReferenceSwitches.Checkpoint;
import java.time.Clock;
import java.util.List;

/** Four classes of nine patches each that a head learns in milliseconds: four steps an epoch, dropout, and pruning from the second epoch on. */
final class SmallTraining {
    static final int STEPS_PER_EPOCH = 4;
    static final EpochListener SILENT = (epoch, state) -> {};

    static final InMemoryTokens TRAINING = InMemoryTokens.separable(50, 4, 9, 8, 1);
    static final InMemoryTokens VALIDATION = InMemoryTokens.separable(20, 4, 9, 8, 2);

    private SmallTraining() {}

    static TrainingPlan plan(int epochs, Checkpoint evaluated) {
        return new TrainingPlan(
                new HeadShape(
                        8,
                        8,
                        10,
                        4,
                        0.1,
                        5,
                        1e-6,
                        FeatureNorm.NONE,
                        Aggregation.NONLINEAR,
                        Kernels.BOTH,
                        MaskedPrototypes.ZEROED),
                0.1,
                new ProtoSVitLoss(
                        1,
                        List.of(),
                        1,
                        new HoyerSquare(0.01, 0, 0.01, HoyerSquare.Target.IMPORTANCE, false),
                        0,
                        false,
                        2),
                new LearningRateSchedule(0.01, 1e-4, 2, epochs),
                new AdamW.Settings(0.01, 0.9, 0.999, 1e-8),
                new PrototypePruning.Settings(1, 1, -20),
                epochs,
                16,
                0,
                null,
                evaluated,
                7);
    }

    static TrainingLoop loop(TrainingPlan plan) {
        return new TrainingLoop(plan, PatchGrid.square(9), TRAINING, VALIDATION, Clock.systemUTC());
    }
}
