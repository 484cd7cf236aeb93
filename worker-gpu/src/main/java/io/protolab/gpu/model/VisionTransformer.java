package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The frozen backbone (Dosovitskiy et al., arXiv 2010.11929): image to patch tokens after the final layer normalisation.
 * Owns its parameters; safe for use by several threads, each with a scope of its own.
 */
public final class VisionTransformer implements AutoCloseable {
    private final VitShape shape;
    private final NamedTensors parameters;
    private final PatchEmbedding patchEmbedding;
    private final PositionEmbedding positionEmbedding;
    private final List<TransformerBlock> blocks;

    /**
     * Assembles a transformer.
     *
     * @param parameters exactly those of {@link VitShape#parameterShapes()}; they belong to the transformer from now on
     */
    public VisionTransformer(VitShape shape, NamedTensors parameters) {
        this.shape = shape;
        this.parameters = parameters;
        this.patchEmbedding = new PatchEmbedding(shape, parameters);
        this.positionEmbedding = new PositionEmbedding(shape, parameters);
        this.blocks = IntStream.range(0, shape.depth())
                .mapToObj(index -> new TransformerBlock(shape, parameters, index))
                .toList();
    }

    public VitShape shape() {
        return shape;
    }

    public NamedTensors parameters() {
        return parameters;
    }

    /** The grid on which the patch tokens of these images lie; pixels [B, 3, H, W]. */
    public PatchGrid grid(Tensor pixels) {
        return patchEmbedding.grid(pixels);
    }

    /**
     * Turns images into tokens.
     *
     * @param pixels [B, 3, H, W], normalised; another size than the shape's resamples the position table
     * @return [B, 1 + registers + N, D], after the final layer normalisation: class token, registers, patches
     */
    public Tensor forward(Tensor pixels) {
        Tensor tokens = embed(pixels); // [B, T, D]
        for (TransformerBlock block : blocks) {
            tokens = inScope(block, tokens);
        }
        return tokens.layerNorm(parameters.get("norm.weight"), parameters.get("norm.bias"), shape.epsilon());
    }

    /** The patch tokens alone: [B, N, D], in row-major patch order. */
    public Tensor patchTokens(Tensor pixels) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor tokens = forward(pixels);
            return scope.keep(
                    tokens.slice(1, shape.prefixTokenCount(), tokens.size(1)).copy());
        }
    }

    /** The tokens that enter the first block. */
    Tensor embed(Tensor pixels) {
        int batch = pixels.size(0);
        Tensor patches = patchEmbedding.forward(pixels); // [B, N, D]
        Tensor positions = positionEmbedding.forGrid(grid(pixels)); // [1, N or 1 + N, D]
        Tensor classToken = parameters.get("cls_token").expand(batch, 1, shape.dim()); // [B, 1, D]
        List<Tensor> sequence = new ArrayList<>();
        if (shape.classPosition()) {
            sequence.add(classToken.add(positions.slice(1, 0, 1)));
            patches = patches.add(positions.slice(1, 1, positions.size(1)));
        } else {
            sequence.add(classToken);
            patches = patches.add(positions);
        }
        if (shape.registers() > 0) {
            sequence.add(parameters.get("reg_token").expand(batch, shape.registers(), shape.dim()));
        }
        sequence.add(patches);
        return Tensors.concatenate(sequence, 1); // [B, 1 + registers + N, D]
    }

    /** Frees a block's temporaries as soon as it is done; what a recorded backward pass needs, the record holds. */
    private static Tensor inScope(TransformerBlock block, Tensor tokens) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.keep(block.forward(tokens));
        }
    }

    @Override
    public void close() {
        parameters.close();
    }
}
