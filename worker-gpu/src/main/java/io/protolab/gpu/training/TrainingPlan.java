package io.protolab.gpu.training;

import io.protolab.gpu.loss.HoyerSquare;
import io.protolab.gpu.loss.L1Sparsity;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.loss.Sparsity;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.platform.experiment.LossSpec;
import io.protolab.platform.experiment.PrototypeHeadSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.TrainingSpec;
import io.protolab.platform.experiment.TrialSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trial's spec, its reference switches applied, in the words of the mathematics.
 *
 * @param head the head's sizes and variants
 * @param dropout probability of dropping a channel
 * @param loss the optimised loss
 * @param learningRate per epoch
 * @param optimiser AdamW's constants
 * @param pruning when prototypes are pruned
 * @param epochs passes over the training split
 * @param batchSize images per step; the last partial batch is kept
 * @param evaluatedEpoch which epoch's parameters are the result
 * @param seed of initial values, order and dropout
 */
public record TrainingPlan(
        HeadShape head,
        double dropout,
        ProtoSVitLoss loss,
        LearningRateSchedule learningRate,
        AdamW.Settings optimiser,
        PrototypePruning.Settings pruning,
        int epochs,
        int batchSize,
        ReferenceSwitches.Checkpoint evaluatedEpoch,
        long seed) {
    /** What the reference's ablation files optimise, because their key for L1 is not the one the code reads. */
    private static final HoyerSquare REFERENCE_SPARSITY =
            new HoyerSquare(0.01, 0, 0.01, HoyerSquare.Target.IMPORTANCE, false);

    /**
     * The plan of a trial.
     *
     * @param tokenDim width of the backbone's tokens
     * @param classes of the dataset
     */
    public static TrainingPlan of(TrialSpec trial, int tokenDim, int classes) {
        TrainingSpec training = trial.training();
        ReferenceSwitches switches = trial.switches();
        return new TrainingPlan(
                head(trial, tokenDim, classes),
                trial.head().dropout(),
                loss(trial.loss(), switches, training.warmupEpochs()),
                LearningRateSchedule.of(training, switches),
                new AdamW.Settings(training.weightDecay(), training.beta1(), training.beta2(), training.epsilon()),
                new PrototypePruning.Settings(
                        training.pruningStart(), training.pruningInterval(), training.pruningThreshold()),
                training.epochs(),
                training.batchSize(),
                switches.checkpoint(),
                trial.seed());
    }

    private static HeadShape head(TrialSpec trial, int tokenDim, int classes) {
        PrototypeHeadSpec head = trial.head();
        return new HeadShape(
                tokenDim,
                head.dim(),
                head.prototypes(),
                classes,
                head.temperature(),
                head.maxClassWeight(),
                head.layerNormEps(),
                featureNorm(trial),
                head.aggregation() == PrototypeHeadSpec.Aggregation.LINEAR ? Aggregation.LINEAR : Aggregation.NONLINEAR,
                trial.switches().maskedPrototypes() == ReferenceSwitches.MaskedPrototypes.ZEROED
                        ? MaskedPrototypes.ZEROED
                        : MaskedPrototypes.KEEP_VOTING);
    }

    /** Normalising over tokens is the reference's slip for BiomedCLIP; the strict switch corrects it to channels. */
    private static FeatureNorm featureNorm(TrialSpec trial) {
        boolean corrected = trial.switches().bioClipNormAxis() == ReferenceSwitches.BioClipNormAxis.CHANNELS;
        return switch (trial.backbone().featureNorm()) {
            case NONE -> FeatureNorm.NONE;
            case CHANNELS -> FeatureNorm.CHANNELS;
            case TOKENS -> corrected ? FeatureNorm.CHANNELS : FeatureNorm.TOKENS;
        };
    }

    private static ProtoSVitLoss loss(LossSpec loss, ReferenceSwitches switches, int warmupEpochs) {
        return new ProtoSVitLoss(
                loss.crossEntropy(),
                List.of(),
                loss.tanh(),
                sparsity(loss.sparsity(), switches),
                loss.similarity(),
                switches.simHoyerDenominator() == ReferenceSwitches.SimHoyerDenominator.SUM,
                warmupEpochs);
    }

    private static @Nullable Sparsity sparsity(LossSpec.SparsitySpec spec, ReferenceSwitches switches) {
        return switch (spec.kind()) {
            case NONE -> null;
            case L1 ->
                switches.l1Ablation() == ReferenceSwitches.L1Ablation.IGNORED_KEY
                        ? REFERENCE_SPARSITY
                        : new L1Sparsity(spec.weight());
            case HOYER_SQUARE ->
                new HoyerSquare(
                        spec.weight(),
                        spec.beta(),
                        spec.frobenius(),
                        spec.target() == LossSpec.SparsitySpec.Target.WEIGHTS
                                ? HoyerSquare.Target.WEIGHTS
                                : HoyerSquare.Target.IMPORTANCE,
                        spec.structured());
        };
    }
}
