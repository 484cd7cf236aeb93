package io.protolab.platform.experiment;

/** Optimisation of the head: AdamW, linear warm-up, cosine decay per epoch, optional Fisher pruning. */
public record TrainingSpec(
        @Setting(doc = "passes over the training split", value = "80", min = 1, max = 100000)
        int epochs,

        @Setting(doc = "images per step; the last partial batch is kept", value = "256", min = 1, max = 65536)
        int batchSize,

        @Setting(
                doc =
                        "images that pass through the head at once; changes the result by rounding only; 0: the whole batch",
                value = "0",
                min = 0,
                max = 65536)
        int microBatch,

        @Setting(doc = "peak learning rate", value = "0.01", min = 0, above = true, max = 10)
        double learningRate,

        @Setting(
                doc = "learning rate at the end of the cosine, as a share of the peak",
                value = "0.01",
                min = 0,
                max = 1)
        double finalLearningRateShare,

        @Setting(
                doc = "epochs of linear warm-up; the sparsity ramp has the same length",
                value = "15",
                min = 0,
                max = 100000)
        int warmupEpochs,

        @Setting(doc = "decoupled weight decay on every parameter", value = "0.01", min = 0, max = 10)
        double weightDecay,

        @Setting(doc = "decay of the first moment", value = "0.9", min = 0, max = 0.9999999)
        double beta1,

        @Setting(doc = "decay of the second moment", value = "0.999", min = 0, max = 0.9999999)
        double beta2,

        @Setting(doc = "epsilon of AdamW", value = "1.0e-8", min = 0, above = true, max = 1)
        double epsilon,

        @Setting(doc = "first epoch at whose end prototypes may be pruned", value = "80", min = 0, max = 100000)
        int pruningStart,

        @Setting(doc = "prune every that many epochs", value = "10", min = 1, max = 100000)
        int pruningInterval,

        @Setting(
                doc = "a prototype stays if the log of its Fisher information is above this",
                value = "-50",
                min = -1000,
                max = 1000)
        double pruningThreshold,

        @Setting(doc = "random views of the training images", value = "{}")
        AugmentationSpec augmentation) {
    public TrainingSpec {
        Settings.verify(
                TrainingSpec.class,
                epochs,
                batchSize,
                microBatch,
                learningRate,
                finalLearningRateShare,
                warmupEpochs,
                weightDecay,
                beta1,
                beta2,
                epsilon,
                pruningStart,
                pruningInterval,
                pruningThreshold,
                augmentation);
    }
}
