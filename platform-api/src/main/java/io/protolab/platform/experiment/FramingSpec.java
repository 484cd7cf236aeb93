package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How an image of any shape becomes a backbone's square input, where no random view is drawn.
 *
 * @param interpolation absent for bilinear, or for what the files say
 * @param shortSide absent for the side of the input
 */
public record FramingSpec(
        @Setting(
                doc =
                        "stretch: both sides to the input's, as in the paper; centreCrop: the shorter side to shortSide, then"
                                + " the central square; published: as the files beside the weights say",
                value = "\"stretch\"")
        Resize resize,

        @Setting(
                doc = "filter of the resize, antialiased; default: bilinear, and for resize published the files'",
                value = "null",
                optional = true)
        @Nullable
        Interpolation interpolation,

        @Setting(
                doc = "length of the shorter side before the cut, in pixels; default: the side of the input",
                value = "null",
                min = 8,
                max = 4096,
                optional = true)
        @Nullable
        Integer shortSide) {
    /** The whole image, as ProtoS-ViT sees its test images. */
    public static final FramingSpec STRETCHED = new FramingSpec(Resize.STRETCH, null, null);

    /** Which square. */
    public enum Resize {
        @JsonProperty("stretch")
        STRETCH,
        @JsonProperty("centreCrop")
        CENTRE_CROP,
        @JsonProperty("published")
        PUBLISHED
    }

    /** Which filter. */
    public enum Interpolation {
        @JsonProperty("bilinear")
        BILINEAR,
        @JsonProperty("bicubic")
        BICUBIC
    }

    public FramingSpec {
        Settings.verify(FramingSpec.class, resize, interpolation, shortSide);
    }
}
