package io.protolab.platform.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.protolab.platform.json.Json;

/** Architecture of a plain vision transformer; the defaults are the tiny ViT that ships with the platform. */
public record VitSpec(
        @Setting(doc = "width D of a token", value = "128", min = 8, max = 4096)
        int dim,

        @Setting(doc = "number of blocks", value = "3", min = 1, max = 64)
        int depth,

        @Setting(doc = "attention heads; divides dim", value = "4", min = 1, max = 64)
        int heads,

        @Setting(doc = "patch side in pixels; divides imageSize", value = "8", min = 2, max = 64)
        int patch,

        @Setting(doc = "input side in pixels", value = "64", min = 8, max = 1024)
        int imageSize,

        @Setting(doc = "hidden width of the MLP as a multiple of dim", value = "4", min = 0, above = true, max = 16)
        double mlpRatio,

        @Setting(doc = "register tokens", value = "0", min = 0, max = 64)
        int registers,

        @Setting(doc = "epsilon of every LayerNorm", value = "1.0e-6", min = 0, above = true, max = 1)
        double layerNormEps) {
    public VitSpec {
        Settings.verify(VitSpec.class, dim, depth, heads, patch, imageSize, mlpRatio, registers, layerNormEps);
    }

    /** The defaults. */
    static VitSpec ofTinyVit() {
        return Json.mapper()
                .convertValue(
                        new SpecBinder().object(VitSpec.class, JsonNodeFactory.instance.objectNode(), ""),
                        VitSpec.class);
    }

    /** The same for images of another size. */
    VitSpec withImageSize(int side) {
        return new VitSpec(dim, depth, heads, patch, side, mlpRatio, registers, layerNormEps);
    }

    /** Number N of patch tokens. */
    public int tokens() {
        return grid() * grid();
    }

    /** Patches per side. */
    public int grid() {
        return imageSize / patch;
    }
}
