package io.protolab.platform.experiment;

import java.util.List;

/**
 * A frozen vision transformer: where its weights come from and what it expects of its input.
 *
 * @param shape absent if the weights name it themselves (shipped weights)
 */
public record BackboneSpec(
        @Setting(doc = "short name, unique in the sweep", pattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
        String name,

        @Setting(
                doc =
                        "builtin:tiny-vit, random, or the absolute path of a safetensors file on a volume that all workers see",
                pattern = "[^\\x00]*")
        String weights,

        @Setting(doc = "seed of random weights", value = "0", min = 0)
        long seed,

        @Setting(doc = "architecture; default: that of the shipped tiny ViT", value = "{}")
        VitSpec shape,

        @Setting(doc = "mean per RGB channel that the weights expect", value = "[0.485, 0.456, 0.406]")
        List<Double> mean,

        @Setting(doc = "standard deviation per RGB channel that the weights expect", value = "[0.229, 0.224, 0.225]")
        List<Double> std,

        @Setting(doc = "extra normalisation of the patch tokens", value = "\"none\"")
        FeatureNorm featureNorm,

        @Setting(doc = "which part of the backbone learns with the head", value = "{}")
        TrainableSpec trainable) {
    /** Weights drawn from {@link #seed}. */
    public static final String RANDOM = "random";

    /** Prefix of weights that ship with the platform. */
    public static final String BUILTIN = "builtin:";

    public BackboneSpec {
        Settings.verify(BackboneSpec.class, name, weights, seed, shape, mean, std, featureNorm, trainable);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }
}
