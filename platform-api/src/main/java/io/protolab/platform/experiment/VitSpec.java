package io.protolab.platform.experiment;

import org.jspecify.annotations.Nullable;

/** Architecture of a vision transformer; what is absent is told by the weights, or is that of the tiny ViT for drawn weights. */
public record VitSpec(
        @Setting(doc = "width D of a token", value = "null", min = 8, max = 8192, optional = true) @Nullable
        Integer dim,

        @Setting(doc = "number of blocks", value = "null", min = 1, max = 128, optional = true) @Nullable
        Integer depth,

        @Setting(doc = "attention heads; divides dim", value = "null", min = 1, max = 128, optional = true) @Nullable
        Integer heads,

        @Setting(doc = "patch side in pixels; divides imageSize", value = "null", min = 2, max = 64, optional = true)
        @Nullable
        Integer patch,

        @Setting(
                doc = "input side in pixels; default: 64 for the tiny ViT, 224 for files",
                value = "null",
                min = 8,
                max = 1024,
                optional = true)
        @Nullable
        Integer imageSize,

        @Setting(
                doc = "hidden width of the MLP as a multiple of dim",
                value = "null",
                min = 0,
                above = true,
                max = 16,
                optional = true)
        @Nullable
        Double mlpRatio,

        @Setting(doc = "register tokens", value = "null", min = 0, max = 64, optional = true) @Nullable
        Integer registers,

        @Setting(doc = "epsilon of every LayerNorm", value = "null", min = 0, above = true, max = 1, optional = true)
        @Nullable
        Double layerNormEps) {
    /** The transformer that ships with the platform; drawn weights have its shape where nothing else is said. */
    static final VitSpec TINY = new VitSpec(128, 3, 4, 8, 64, 4.0, 0, 1e-6);

    public VitSpec {
        Settings.verify(VitSpec.class, dim, depth, heads, patch, imageSize, mlpRatio, registers, layerNormEps);
    }

    /** The same, and another's values where nothing is said. */
    VitSpec or(VitSpec other) {
        return new VitSpec(
                dim != null ? dim : other.dim,
                depth != null ? depth : other.depth,
                heads != null ? heads : other.heads,
                patch != null ? patch : other.patch,
                imageSize != null ? imageSize : other.imageSize,
                mlpRatio != null ? mlpRatio : other.mlpRatio,
                registers != null ? registers : other.registers,
                layerNormEps != null ? layerNormEps : other.layerNormEps);
    }

    /** The same for images of another size. */
    public VitSpec withImageSize(@Nullable Integer side) {
        return new VitSpec(dim, depth, heads, patch, side, mlpRatio, registers, layerNormEps);
    }
}
