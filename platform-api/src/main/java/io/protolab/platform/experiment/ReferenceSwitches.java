package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * Every point where the reference code of ProtoS-ViT or of the FunnyBirds protocols deviates from what it means to do.
 * The first value of each is the reference's (preset {@code compat}), the second the corrected one ({@code strict}, the default).
 *
 * <p>The file is long because it is that list: an enum of two documented values for each deviation.
 */
public record ReferenceSwitches(
        @Setting(doc = "epochs over which the cosine decays", value = "\"maxEpochs\"")
        LrHorizon lrHorizon,

        @Setting(doc = "axis of the token normalisation for BiomedCLIP", value = "\"channels\"")
        BioClipNormAxis bioClipNormAxis,

        @Setting(doc = "whose mean and standard deviation normalise the input", value = "\"byBackbone\"")
        InputStats inputStats,

        @Setting(doc = "whether a pruned prototype still adds its constant to the logits", value = "\"zeroed\"")
        MaskedPrototypes maskedPrototypes,

        @Setting(doc = "which epoch is evaluated", value = "\"last\"")
        Checkpoint checkpoint,

        @Setting(doc = "split of RSNA", value = "\"patientLevel\"")
        RsnaSplit rsnaSplit,

        @Setting(doc = "split of ISIC 2019", value = "\"lesionLevel\"")
        IsicSplit isicSplit,

        @Setting(doc = "split of LC25000", value = "\"clusterLevel\"")
        Lc25000Split lc25000Split,

        @Setting(
                doc = "whether loss.sparsity.kind l1 is L1, or Hoyer-Square again as in the reference's files",
                value = "\"active\"")
        L1Ablation l1Ablation,

        @Setting(doc = "whether 0 is a seed", value = "\"seeded\"")
        SeedZero seedZero,

        @Setting(doc = "whether train and validation come from one permutation", value = "\"shared\"")
        ValidationPermutation validationPermutation,

        @Setting(doc = "denominator of the Hoyer ratio of the similarity maps", value = "\"sumOfSquares\"")
        SimHoyerDenominator simHoyerDenominator,

        @Setting(doc = "input of FunnyBirds images", value = "\"wholeImage\"")
        FunnyBirdsInput funnyBirdsInput,

        @Setting(doc = "importance thresholds of reported sizes and accuracies", value = "\"0.1and0\"")
        ReportThreshold reportThreshold,

        @Setting(doc = "whose class column the sizes count", value = "\"trueAndPredicted\"")
        SizeLabel sizeLabel,

        @Setting(doc = "mask of a part with two instances", value = "\"union\"")
        PairedParts pairedParts,

        @Setting(doc = "what a part that is never visible in a class does", value = "\"ignorePart\"")
        ConsistencyNaN consistencyNaN,

        @Setting(doc = "what must be unchanged under noise", value = "\"vector\"")
        Stability stability,

        @Setting(doc = "space and seed of the noise", value = "\"seededNormalised\"")
        StabilityNoise stabilityNoise,

        @Setting(doc = "target sensitivity without a disjoint pair", value = "\"skipAndCount\"")
        TsNoPair tsNoPair,

        @Setting(doc = "score of a tie in target sensitivity", value = "\"half\"")
        TsTies tsTies,

        @Setting(doc = "single deletion with an undefined correlation", value = "\"half\"")
        SdUndefined sdUndefined,

        @Setting(doc = "the last class in the controlled synthetic data check", value = "\"scored\"")
        CsdcLastClass csdcLastClass,

        @Setting(doc = "a prototype map that sums to zero", value = "\"ignored\"")
        ZeroMap zeroMap,

        @Setting(doc = "distractibility when every image is skipped", value = "\"undefined\"")
        DistractibilityUndefined distractibilityUndefined,

        @Setting(doc = "where the part threshold is chosen", value = "\"heldOut\"")
        PartThreshold partThreshold) {
    /** The corrected behaviour. */
    public static final ReferenceSwitches STRICT = new ReferenceSwitches(
            LrHorizon.MAX_EPOCHS,
            BioClipNormAxis.CHANNELS,
            InputStats.BY_BACKBONE,
            MaskedPrototypes.ZEROED,
            Checkpoint.LAST,
            RsnaSplit.PATIENT_LEVEL,
            IsicSplit.LESION_LEVEL,
            Lc25000Split.CLUSTER_LEVEL,
            L1Ablation.ACTIVE,
            SeedZero.SEEDED,
            ValidationPermutation.SHARED,
            SimHoyerDenominator.SUM_OF_SQUARES,
            FunnyBirdsInput.WHOLE_IMAGE,
            ReportThreshold.AT_0_1_AND_0,
            SizeLabel.TRUE_AND_PREDICTED,
            PairedParts.UNION,
            ConsistencyNaN.IGNORE_PART,
            Stability.VECTOR,
            StabilityNoise.SEEDED_NORMALISED,
            TsNoPair.SKIP_AND_COUNT,
            TsTies.HALF,
            SdUndefined.HALF,
            CsdcLastClass.SCORED,
            ZeroMap.IGNORED,
            DistractibilityUndefined.UNDEFINED,
            PartThreshold.HELD_OUT);

    /** The behaviour of the published code. */
    public static final ReferenceSwitches COMPAT = new ReferenceSwitches(
            LrHorizon.FIXED_300,
            BioClipNormAxis.TOKENS,
            InputStats.BY_DATASET,
            MaskedPrototypes.KEEP_VOTING,
            Checkpoint.LAST_BATCH_TRAIN_LOSS,
            RsnaSplit.SHIPPED,
            IsicSplit.SHIPPED,
            Lc25000Split.SHIPPED,
            L1Ablation.IGNORED_KEY,
            SeedZero.UNSEEDED,
            ValidationPermutation.PER_SPLIT,
            SimHoyerDenominator.SUM,
            FunnyBirdsInput.CENTRE_CROP224,
            ReportThreshold.AT_0_1,
            SizeLabel.TRUE_LABEL,
            PairedParts.LAST,
            ConsistencyNaN.DROP_CLASS,
            Stability.ELEMENTWISE,
            StabilityNoise.UNSEEDED_PIXELS,
            TsNoPair.USE_LAST_PAIR,
            TsTies.STRICT_INEQUALITY,
            SdUndefined.SKIP,
            CsdcLastClass.UNSCORED,
            ZeroMap.NAN,
            DistractibilityUndefined.ONE,
            PartThreshold.MAXIMISED_ON_TEST);

    public ReferenceSwitches {
        Settings.verify(
                ReferenceSwitches.class,
                lrHorizon,
                bioClipNormAxis,
                inputStats,
                maskedPrototypes,
                checkpoint,
                rsnaSplit,
                isicSplit,
                lc25000Split,
                l1Ablation,
                seedZero,
                validationPermutation,
                simHoyerDenominator,
                funnyBirdsInput,
                reportThreshold,
                sizeLabel,
                pairedParts,
                consistencyNaN,
                stability,
                stabilityNoise,
                tsNoPair,
                tsTies,
                sdUndefined,
                csdcLastClass,
                zeroMap,
                distractibilityUndefined,
                partThreshold);
    }

    /** Side of the central square that is cut out of the images of a dataset before they are resized; empty for the whole image. */
    public Optional<Integer> centreCrop(DatasetKind kind) {
        boolean crops = kind == DatasetKind.FUNNYBIRDS && funnyBirdsInput == FunnyBirdsInput.CENTRE_CROP224;
        return crops ? Optional.of(224) : Optional.empty();
    }

    /** Epochs over which the cosine decays. */
    public enum LrHorizon {
        @JsonProperty("300")
        FIXED_300,
        @JsonProperty("maxEpochs")
        MAX_EPOCHS
    }

    /** Axis of the token normalisation for BiomedCLIP. */
    public enum BioClipNormAxis {
        @JsonProperty("tokens")
        TOKENS,
        @JsonProperty("channels")
        CHANNELS
    }

    /** Whose mean and standard deviation normalise the input. */
    public enum InputStats {
        @JsonProperty("byDataset")
        BY_DATASET,
        @JsonProperty("byBackbone")
        BY_BACKBONE
    }

    /** Whether a pruned prototype still adds its constant to the logits. */
    public enum MaskedPrototypes {
        @JsonProperty("keepVoting")
        KEEP_VOTING,
        @JsonProperty("zeroed")
        ZEROED
    }

    /** Which epoch is evaluated. */
    public enum Checkpoint {
        @JsonProperty("lastBatchTrainLoss")
        LAST_BATCH_TRAIN_LOSS,
        @JsonProperty("last")
        LAST,
        @JsonProperty("epochMean")
        EPOCH_MEAN,
        @JsonProperty("validation")
        VALIDATION
    }

    /** Split of RSNA. */
    public enum RsnaSplit {
        @JsonProperty("shipped")
        SHIPPED,
        @JsonProperty("patientLevel")
        PATIENT_LEVEL
    }

    /** Split of ISIC 2019. */
    public enum IsicSplit {
        @JsonProperty("shipped")
        SHIPPED,
        @JsonProperty("lesionLevel")
        LESION_LEVEL
    }

    /** Split of LC25000. */
    public enum Lc25000Split {
        @JsonProperty("shipped")
        SHIPPED,
        @JsonProperty("clusterLevel")
        CLUSTER_LEVEL
    }

    /** Whether loss.sparsity.kind l1 is L1, or Hoyer-Square again as in the reference's files. */
    public enum L1Ablation {
        @JsonProperty("ignoredKey")
        IGNORED_KEY,
        @JsonProperty("active")
        ACTIVE
    }

    /** Whether 0 is a seed. */
    public enum SeedZero {
        @JsonProperty("unseeded")
        UNSEEDED,
        @JsonProperty("seeded")
        SEEDED
    }

    /** Whether train and validation come from one permutation. */
    public enum ValidationPermutation {
        @JsonProperty("perSplit")
        PER_SPLIT,
        @JsonProperty("shared")
        SHARED
    }

    /** Denominator of the Hoyer ratio of the similarity maps. */
    public enum SimHoyerDenominator {
        @JsonProperty("sum")
        SUM,
        @JsonProperty("sumOfSquares")
        SUM_OF_SQUARES
    }

    /** Input of FunnyBirds images. */
    public enum FunnyBirdsInput {
        @JsonProperty("centreCrop224")
        CENTRE_CROP224,
        @JsonProperty("wholeImage")
        WHOLE_IMAGE
    }

    /** Importance thresholds of reported sizes and accuracies. */
    public enum ReportThreshold {
        @JsonProperty("0.1")
        AT_0_1,
        @JsonProperty("0.1and0")
        AT_0_1_AND_0
    }

    /** Whose class column the sizes count. */
    public enum SizeLabel {
        @JsonProperty("true")
        TRUE_LABEL,
        @JsonProperty("trueAndPredicted")
        TRUE_AND_PREDICTED
    }

    /** Mask of a part with two instances. */
    public enum PairedParts {
        @JsonProperty("last")
        LAST,
        @JsonProperty("union")
        UNION
    }

    /** What a part that is never visible in a class does. */
    public enum ConsistencyNaN {
        @JsonProperty("dropClass")
        DROP_CLASS,
        @JsonProperty("ignorePart")
        IGNORE_PART
    }

    /** What must be unchanged under noise. */
    public enum Stability {
        @JsonProperty("elementwise")
        ELEMENTWISE,
        @JsonProperty("vector")
        VECTOR
    }

    /** Space and seed of the noise. */
    public enum StabilityNoise {
        @JsonProperty("unseededPixels")
        UNSEEDED_PIXELS,
        @JsonProperty("seededNormalised")
        SEEDED_NORMALISED
    }

    /** Target sensitivity without a disjoint pair. */
    public enum TsNoPair {
        @JsonProperty("useLastPair")
        USE_LAST_PAIR,
        @JsonProperty("skipAndCount")
        SKIP_AND_COUNT
    }

    /** Score of a tie in target sensitivity. */
    public enum TsTies {
        @JsonProperty("strictInequality")
        STRICT_INEQUALITY,
        @JsonProperty("half")
        HALF
    }

    /** Single deletion with an undefined correlation. */
    public enum SdUndefined {
        @JsonProperty("skip")
        SKIP,
        @JsonProperty("half")
        HALF
    }

    /** The last class in the controlled synthetic data check. */
    public enum CsdcLastClass {
        @JsonProperty("unscored")
        UNSCORED,
        @JsonProperty("scored")
        SCORED
    }

    /** A prototype map that sums to zero. */
    public enum ZeroMap {
        @JsonProperty("nan")
        NAN,
        @JsonProperty("ignored")
        IGNORED
    }

    /** Distractibility when every image is skipped. */
    public enum DistractibilityUndefined {
        @JsonProperty("one")
        ONE,
        @JsonProperty("undefined")
        UNDEFINED
    }

    /** Where the part threshold is chosen. */
    public enum PartThreshold {
        @JsonProperty("maximisedOnTest")
        MAXIMISED_ON_TEST,
        @JsonProperty("heldOut")
        HELD_OUT
    }
}
