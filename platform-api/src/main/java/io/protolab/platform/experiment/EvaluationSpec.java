package io.protolab.platform.experiment;

/** What is measured after training, beyond what every trial gets. */
public record EvaluationSpec(
        @Setting(doc = "consistency and stability: a touch is a value above this", value = "0.2", min = 0, max = 1000)
        double touchThreshold,

        @Setting(
                doc = "consistency: share of images in which a part is touched, strictly above",
                value = "0.8",
                min = 0,
                max = 1)
        double consistencyThreshold,

        @Setting(doc = "stability: standard deviation of the input noise", value = "0.2", min = 0, max = 10)
        double noise,

        @Setting(doc = "stability: the noise is clipped to plus and minus this", value = "0.25", min = 0, max = 10)
        double noiseClip,

        @Setting(doc = "stability: seed of the noise", value = "0", min = 0)
        long noiseSeed,

        @Setting(doc = "patches kept per prototype for the gallery", value = "8", min = 1, max = 64)
        int topPatches,

        @Setting(doc = "explanation sheets per kind (right, wrong)", value = "6", min = 0, max = 64)
        int explanationSheets) {
    public EvaluationSpec {
        Settings.verify(
                EvaluationSpec.class,
                touchThreshold,
                consistencyThreshold,
                noise,
                noiseClip,
                noiseSeed,
                topPatches,
                explanationSheets);
    }
}
