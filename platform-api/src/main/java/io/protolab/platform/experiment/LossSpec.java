package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Weights of the loss terms. The total is
 * {@code crossEntropy·L_CE + tanh·L_T + ramp(epoch)·L_S + [epoch > warm-up]·similarity·L_sim}.
 */
public record LossSpec(
        @Setting(doc = "weight of the cross entropy", value = "1", min = 0, max = 1000)
        double crossEntropy,

        @Setting(doc = "weights of the classes in the cross entropy", value = "{}")
        ClassWeightsSpec classWeights,

        @Setting(doc = "weight of the tanh loss that keeps every prototype in use", value = "1", min = 0, max = 1000)
        double tanh,

        @Setting(doc = "sparsity of the importance matrix", value = "{}")
        SparsitySpec sparsity,

        @Setting(doc = "weight of the Hoyer ratio of the similarity maps", value = "0", min = 0, max = 1000)
        double similarity) {
    public LossSpec {
        Settings.verify(LossSpec.class, crossEntropy, classWeights, tanh, sparsity, similarity);
    }

    /** How much an image of a class counts in L_CE, which is divided by the weights of its batch. */
    public record ClassWeightsSpec(
            @Setting(
                    doc = "none, balanced (inverse to the number of training images of a class) or given",
                    value = "\"none\"")
            Weighting kind,

            @Setting(doc = "one weight per class, in the order of the classes; for given only", value = "[]", min = 0)
            List<Double> values) {
        /** Where the weights come from. */
        public enum Weighting {
            @JsonProperty("none")
            NONE,
            @JsonProperty("balanced")
            BALANCED,
            @JsonProperty("given")
            GIVEN
        }

        public ClassWeightsSpec {
            Settings.verify(ClassWeightsSpec.class, kind, values);
            values = List.copyOf(values);
        }
    }

    /** The sparsity term L_S. */
    public record SparsitySpec(
            @Setting(doc = "hoyerSquare, l1 (on class weights) or none", value = "\"hoyerSquare\"")
            Kind kind,

            @Setting(
                    doc = "hoyerSquare: factor alpha of the ratio; l1: factor of the sum",
                    value = "0.01",
                    min = 0,
                    max = 1000)
            double weight,

            @Setting(doc = "factor beta of the other axis, structured form only", value = "0", min = 0, max = 1000)
            double beta,

            @Setting(doc = "factor gamma of the Frobenius norm", value = "0.01", min = 0, max = 1000)
            double frobenius,

            @Setting(doc = "what is made sparse", value = "\"importance\"")
            Target target,

            @Setting(doc = "group norms over rows and columns instead of entries", value = "false")
            boolean structured) {
        /** Which penalty. */
        public enum Kind {
            @JsonProperty("hoyerSquare")
            HOYER_SQUARE,
            @JsonProperty("l1")
            L1,
            @JsonProperty("none")
            NONE
        }

        /** Which matrix. */
        public enum Target {
            @JsonProperty("importance")
            IMPORTANCE,
            @JsonProperty("weights")
            WEIGHTS
        }

        public SparsitySpec {
            Settings.verify(SparsitySpec.class, kind, weight, beta, frobenius, target, structured);
        }
    }
}
