package io.protolab.gpu.training;

import io.protolab.gpu.loss.HoyerSquare;
import io.protolab.gpu.loss.L1Sparsity;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.loss.Sparsity;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.model.TransformerCut;
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
 * @param microBatch greatest number of images in one pass of the head; 0 for the whole batch
 * @param backbone how the backbone learns along; null for a frozen one
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
        int microBatch,
        @Nullable BackboneTraining backbone,
        ReferenceSwitches.Checkpoint evaluatedEpoch,
        long seed) {
    /** What the reference's ablation files optimise, because their key for L1 is not the one the code reads. */
    private static final HoyerSquare REFERENCE_SPARSITY =
            new HoyerSquare(0.01, 0, 0.01, HoyerSquare.Target.IMPORTANCE, false);

    /**
     * The plan of a trial on a frozen backbone.
     *
     * @param tokenDim width of the backbone's tokens
     * @param imagesPerClass of the training split
     */
    public static TrainingPlan of(TrialSpec trial, int tokenDim, List<Integer> imagesPerClass) {
        return of(trial, tokenDim, imagesPerClass, null);
    }

    /**
     * The plan of a trial.
     *
     * @param cut above which the backbone learns; null for a frozen one
     */
    public static TrainingPlan of(
            TrialSpec trial, int tokenDim, List<Integer> imagesPerClass, @Nullable TransformerCut cut) {
        TrainingSpec training = trial.training();
        ReferenceSwitches switches = trial.switches();
        return new TrainingPlan(
                head(trial, tokenDim, imagesPerClass.size()),
                trial.head().dropout(),
                loss(trial, imagesPerClass),
                LearningRateSchedule.of(training, switches),
                new AdamW.Settings(training.weightDecay(), training.beta1(), training.beta2(), training.epsilon()),
                new PrototypePruning.Settings(
                        training.pruningStart(), training.pruningInterval(), training.pruningThreshold()),
                training.epochs(),
                training.batchSize(),
                training.microBatch(),
                cut == null
                        ? null
                        : new BackboneTraining(cut, trial.backbone().trainable().learningRateMultiple()),
                switches.checkpoint(),
                trial.seed());
    }

    /** The learning rate of a parameter over that of an epoch. */
    double learningRateMultiple(String parameter) {
        return backbone != null && parameter.startsWith(ProtoSVit.BACKBONE) ? backbone.learningRateMultiple() : 1;
    }

    /** The same batches in passes of at most that many images. */
    public TrainingPlan withMicroBatch(int images) {
        return new TrainingPlan(
                head,
                dropout,
                loss,
                learningRate,
                optimiser,
                pruning,
                epochs,
                batchSize,
                images,
                backbone,
                evaluatedEpoch,
                seed);
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
                switch (head.kernels()) {
                    case BOTH -> Kernels.BOTH;
                    case ONLY_3X3 -> Kernels.ONLY_3X3;
                    case ONLY_1X1 -> Kernels.ONLY_1X1;
                },
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

    private static ProtoSVitLoss loss(TrialSpec trial, List<Integer> imagesPerClass) {
        LossSpec loss = trial.loss();
        ReferenceSwitches switches = trial.switches();
        return new ProtoSVitLoss(
                loss.crossEntropy(),
                ClassWeights.of(loss.classWeights(), imagesPerClass),
                loss.tanh(),
                sparsity(loss.sparsity(), switches),
                loss.similarity(),
                switches.simHoyerDenominator() == ReferenceSwitches.SimHoyerDenominator.SUM,
                trial.training().warmupEpochs());
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
