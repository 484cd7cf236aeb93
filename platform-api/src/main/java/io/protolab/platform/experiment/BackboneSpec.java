package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A vision transformer: where its weights come from and what it expects of its input.
 *
 * @param shape what the weights do not tell; drawn weights have the tiny ViT's where it says nothing
 * @param mean absent to take what the files beside the weights say, or ImageNet's if they say nothing
 * @param std absent for the same
 * @param framing absent for the whole image, stretched
 */
public record BackboneSpec(
        @Setting(doc = "short name, unique in the sweep", pattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
        String name,

        @Setting(
                doc =
                        "builtin:tiny-vit, random, or the absolute path of a weight file or directory as published, on a volume that all workers see",
                pattern = "[^\\x00]*")
        String weights,

        @Setting(doc = "seed of random weights", value = "0", min = 0)
        long seed,

        @Setting(
                doc = "architecture, as far as the weights do not tell it; what is said must agree with them",
                value = "{}")
        VitSpec shape,

        @Setting(
                doc = "mean per RGB channel that the weights expect; default: what their files say, or ImageNet's",
                value = "null",
                optional = true)
        @Nullable
        List<Double> mean,

        @Setting(
                doc = "standard deviation per RGB channel that the weights expect; default: as for mean",
                value = "null",
                optional = true)
        @Nullable
        List<Double> std,

        @Setting(doc = "extra normalisation of the patch tokens", value = "\"none\"")
        FeatureNorm featureNorm,

        @Setting(doc = "which part of the backbone learns with the head", value = "{}")
        TrainableSpec trainable,

        @Setting(
                doc =
                        "run the weights if they are a TorchScript program, which can do anything; for files of known origin",
                value = "false")
        boolean trusted,

        @Setting(
                doc = "how images become the square input, where no random view is drawn; default: stretched, bilinear",
                value = "null",
                optional = true)
        @JsonInclude(JsonInclude.Include.NON_NULL) // a spec that says nothing has the fingerprint it always had
        @Nullable
        FramingSpec framing) {
    /** Weights drawn from {@link #seed}. */
    public static final String RANDOM = "random";

    /** Prefix of weights that ship with the platform. */
    public static final String BUILTIN = "builtin:";

    /** On which the published backbones are used, whatever their native size. */
    private static final int FILE_IMAGE_SIZE = 224;

    private static final int TINY_IMAGE_SIZE = 64;

    public BackboneSpec {
        Settings.verify(
                BackboneSpec.class, name, weights, seed, shape, mean, std, featureNorm, trainable, trusted, framing);
        mean = mean == null ? null : List.copyOf(mean);
        std = std == null ? null : List.copyOf(std);
    }

    /** Side of the input in pixels. */
    public int imageSize() {
        Integer said = shape.imageSize();
        return said != null ? said : fromFile() ? FILE_IMAGE_SIZE : TINY_IMAGE_SIZE;
    }

    /** How images become the input. */
    public FramingSpec framingOrStretched() {
        return framing == null ? FramingSpec.STRETCHED : framing;
    }

    /** Whether the weights are neither shipped nor drawn. */
    public boolean fromFile() {
        return !weights.equals(RANDOM) && !weights.startsWith(BUILTIN);
    }

    /** What is known of the architecture without looking at weights; all of it for shipped and drawn ones. */
    public VitSpec knownShape() {
        return (fromFile() ? shape : shape.or(VitSpec.TINY)).withImageSize(imageSize());
    }
}
