package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a transformer computes of the grid of patches alone, so that its pass over images of one size can be written down without it.
 * P tokens before N patches, T = P + N.
 *
 * @param prefix [1, P, D] the tokens before the patches, positions included
 * @param patchPositions [1, N, D] what is added to the patches; zero where positions enter in another way
 * @param angles by which queries and keys are turned; null in most transformers
 * @param attentionBiases [heads, T, T] for each block; empty in most transformers
 */
public record GridConstants(
        Tensor prefix, Tensor patchPositions, @Nullable RotaryAngles angles, List<Tensor> attentionBiases) {
    public GridConstants {
        attentionBiases = List.copyOf(attentionBiases);
    }

    /** What a block adds to the scaled products of queries and keys. */
    public Optional<Tensor> attentionBias(int block) {
        return attentionBiases.isEmpty() ? Optional.empty() : Optional.of(attentionBiases.get(block));
    }
}
