package io.protolab.gpu.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.loss.HoyerSquare;
import io.protolab.gpu.loss.L1Sparsity;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.DatasetKind;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.EvaluationSpec;
import io.protolab.platform.experiment.FeatureNorm;
import io.protolab.platform.experiment.FlatBirdsSpec;
import io.protolab.platform.experiment.LossSpec;
import io.protolab.platform.experiment.LossSpec.ClassWeightsSpec;
import io.protolab.platform.experiment.LossSpec.SparsitySpec;
import io.protolab.platform.experiment.PrototypeHeadSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.SplitSpec;
import io.protolab.platform.experiment.TrainableSpec;
import io.protolab.platform.experiment.TrainingSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.experiment.VitSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {
    private static TrialSpec trial(SparsitySpec.Kind sparsity, FeatureNorm featureNorm, ReferenceSwitches switches) {
        return new TrialSpec(
                Map.of(),
                new DatasetSpec(
                        "birds",
                        DatasetKind.FLATBIRDS,
                        null,
                        new SplitSpec(0.2, 0, 0),
                        new FlatBirdsSpec(10, 60, 30, 64, 4, 0)),
                new BackboneSpec(
                        "tiny",
                        BackboneSpec.RANDOM,
                        0,
                        new VitSpec(128, 3, 4, 8, 64, 4.0, 0, 1e-6),
                        List.of(0.5, 0.5, 0.5),
                        List.of(0.5, 0.5, 0.5),
                        featureNorm,
                        TrainableSpec.NONE,
                        false,
                        null),
                new PrototypeHeadSpec(
                        60,
                        64,
                        0.2,
                        0.1,
                        PrototypeHeadSpec.Aggregation.HEAD,
                        PrototypeHeadSpec.Kernels.BOTH,
                        5,
                        1e-6,
                        0),
                new LossSpec(
                        1,
                        new ClassWeightsSpec(ClassWeightsSpec.Weighting.NONE, List.of()),
                        1,
                        new SparsitySpec(sparsity, 0.1, 0, 0.02, SparsitySpec.Target.IMPORTANCE, false),
                        0),
                new TrainingSpec(30, 64, 0, 0.003, 0.01, 6, 0.01, 0.9, 0.999, 1e-8, 80, 10, -50, AugmentationSpec.NONE),
                new EvaluationSpec(0.5, 0.8, 0.2, 0.2, 0, 5, 10),
                switches,
                17);
    }

    private static TrainingPlan plan(SparsitySpec.Kind sparsity, ReferenceSwitches switches) {
        return TrainingPlan.of(trial(sparsity, FeatureNorm.TOKENS, switches), 128, Collections.nCopies(20, 30));
    }

    @Test
    void takesEveryNumberFromTheSpec() {
        TrainingPlan plan = plan(SparsitySpec.Kind.HOYER_SQUARE, ReferenceSwitches.STRICT);

        assertThat(plan.head())
                .isEqualTo(new HeadShape(
                        128,
                        64,
                        60,
                        20,
                        0.2,
                        5,
                        1e-6,
                        io.protolab.gpu.model.FeatureNorm.CHANNELS,
                        io.protolab.gpu.model.Aggregation.NONLINEAR,
                        io.protolab.gpu.model.Kernels.BOTH,
                        MaskedPrototypes.ZEROED));
        assertThat(plan.loss().sparsity())
                .isEqualTo(new HoyerSquare(0.1, 0, 0.02, HoyerSquare.Target.IMPORTANCE, false));
        assertThat(plan.learningRate()).isEqualTo(new LearningRateSchedule(0.003, 0.00003, 6, 30));
        assertThat(plan.seed()).isEqualTo(17);
    }

    @Test
    void doesAsTheReference_inCompatMode() {
        TrainingPlan plan = plan(SparsitySpec.Kind.L1, ReferenceSwitches.COMPAT);

        assertThat(plan.learningRate().horizon()).isEqualTo(300);
        assertThat(plan.head().maskedPrototypes()).isEqualTo(MaskedPrototypes.KEEP_VOTING);
        assertThat(plan.head().featureNorm()).isEqualTo(io.protolab.gpu.model.FeatureNorm.TOKENS);
        assertThat(plan.loss().sparsity())
                .isEqualTo(new HoyerSquare(0.01, 0, 0.01, HoyerSquare.Target.IMPORTANCE, false));
        assertThat(plan.loss().similarityOverSum()).isTrue();
    }

    @Test
    void optimisesL1_whenAskedTo() {
        assertThat(plan(SparsitySpec.Kind.L1, ReferenceSwitches.STRICT).loss().sparsity())
                .isEqualTo(new L1Sparsity(0.1));
    }

    @Test
    void hasNoSparsityTerm_whenNoneIsAskedFor() {
        assertThat(plan(SparsitySpec.Kind.NONE, ReferenceSwitches.STRICT).loss().sparsity())
                .isNull();
    }
}
