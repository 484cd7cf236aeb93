package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Cuts the image into patches and projects each to a token: a convolution whose stride is its kernel. */
final class PatchEmbedding {
    private final int patch;
    private final Tensor weight;
    private final @Nullable Tensor bias;

    PatchEmbedding(VitShape shape, NamedTensors parameters) {
        this.patch = shape.patch();
        this.weight = parameters.get("patch_embed.proj.weight");
        this.bias = shape.patchBias() ? parameters.get("patch_embed.proj.bias") : null;
    }

    /**
     * Embeds images.
     *
     * @param pixels [B, 3, H, W], normalised; H and W multiples of the patch
     */
    Tensor forward(Tensor pixels) {
        Tensor map = pixels.convolve(weight, bias, patch, 0, 1); // [B, D, rows, columns]
        return map.reshape(map.size(0), map.size(1), -1).transpose(1, 2); // [B, N, D]
    }

    PatchGrid grid(Tensor pixels) {
        int height = pixels.size(2);
        int width = pixels.size(3);
        if (height % patch != 0 || width % patch != 0) {
            throw new IllegalArgumentException(
                    "Images of " + height + " by " + width + " pixels do not divide into patches of " + patch);
        }
        return new PatchGrid(height / patch, width / patch);
    }
}
