package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The prototype head of ProtoS-ViT (arXiv 2406.10025): projection, cosine to prototypes, kernels, non-negative classes. */
public record PrototypeHeadSpec(
        @Setting(doc = "number P of prototypes", value = "300", min = 1, max = 10000)
        int prototypes,

        @Setting(doc = "width M of projection and prototypes", value = "512", min = 1, max = 4096)
        int dim,

        @Setting(doc = "temperature of the softmax over prototypes", value = "0.1", min = 0, above = true, max = 100)
        double temperature,

        @Setting(doc = "probability of dropping a channel, three independent draws", value = "0.1", min = 0, max = 0.95)
        double dropout,

        @Setting(
                doc = "head: depthwise kernels, LayerNorm, ReLU, max; linear: max of the similarity (ablation)",
                value = "\"head\"")
        Aggregation aggregation,

        @Setting(doc = "depthwise kernels of the head: both, only3x3 or only1x1 (ablations)", value = "\"both\"")
        Kernels kernels,

        @Setting(
                doc = "upper clamp of class weights; the lower one is 0",
                value = "5",
                min = 0,
                above = true,
                max = 1000)
        double maxClassWeight,

        @Setting(doc = "epsilon of the LayerNorm over prototypes", value = "1.0e-6", min = 0, above = true, max = 1)
        double layerNormEps,

        @Setting(
                doc = "importances below this are cut inside the model at evaluation",
                value = "0",
                min = 0,
                max = 1000)
        double importanceThreshold) {
    /** How a similarity map becomes one prototype score. */
    public enum Aggregation {
        @JsonProperty("head")
        HEAD,
        @JsonProperty("linear")
        LINEAR
    }

    /** Which depthwise kernels of the head there are. */
    public enum Kernels {
        @JsonProperty("both")
        BOTH,
        @JsonProperty("only3x3")
        ONLY_3X3,
        @JsonProperty("only1x1")
        ONLY_1X1
    }

    public PrototypeHeadSpec {
        Settings.verify(
                PrototypeHeadSpec.class,
                prototypes,
                dim,
                temperature,
                dropout,
                aggregation,
                kernels,
                maxClassWeight,
                layerNormEps,
                importanceThreshold);
    }
}
