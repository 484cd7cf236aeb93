package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The backbone (Dosovitskiy et al., arXiv 2010.11929, and its descendants): image to patch tokens after the final layer
 * normalisation. Owns its parameters; safe for use by several threads, each with a scope of its own.
 */
public final class VisionTransformer implements Backbone {
    private final VitShape shape;
    private final NamedTensors parameters;
    private final PatchEmbedding patchEmbedding;
    private final PositionTable positionTable;
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
        this.positionTable = new PositionTable(shape, parameters);
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
     * @param pixels [B, 3, H, W], normalised; H and W multiples of the patch
     * @return [B, P + N, D], after the final layer normalisation: class token, registers, patches
     */
    public Tensor forward(Tensor pixels) {
        return norm(tokensEntering(shape.depth(), pixels), "norm");
    }

    @Override
    public Tensor patchTokens(Tensor pixels) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.keep(patchTokensOf(forward(pixels)).copy());
        }
    }

    /** The tokens [B, P + N, D] that enter a block, counted from 0; that many blocks have changed them. */
    public Tensor tokensEntering(int block, Tensor pixels) {
        AttentionPositions positions = AttentionPositions.of(shape, grid(pixels));
        Tensor tokens = embed(pixels);
        for (TransformerBlock lower : blocks.subList(0, block)) {
            Tensor before = tokens;
            tokens = lower.forward(before, positions);
            before.close();
        }
        return tokens;
    }

    /** What {@link #forward} goes through, for finding a difference: the tokens that enter the first block, then those that leave each. */
    public List<Tensor> trace(Tensor pixels) {
        AttentionPositions positions = AttentionPositions.of(shape, grid(pixels));
        List<Tensor> trace = new ArrayList<>(List.of(embed(pixels)));
        for (TransformerBlock block : blocks) {
            trace.add(block.forward(trace.get(trace.size() - 1), positions));
        }
        return trace;
    }

    /** The class token [B, D] of tokens [B, P + N, D], in transformers that have one. */
    public Optional<Tensor> classTokenOf(Tensor tokens) {
        return shape.prefix().classToken() ? Optional.of(tokens.slice(1, 0, 1).squeeze(1)) : Optional.empty();
    }

    /** The registers [B, R, D] of tokens [B, P + N, D], in transformers that have some. */
    public Optional<Tensor> registersOf(Tensor tokens) {
        PrefixTokens prefix = shape.prefix();
        return prefix.registers() > 0
                ? Optional.of(tokens.slice(1, prefix.firstRegister(), prefix.count()))
                : Optional.empty();
    }

    /** The patches [B, N, D] of tokens [B, P + N, D]. */
    public Tensor patchTokensOf(Tensor tokens) {
        return tokens.slice(1, shape.prefixTokenCount(), tokens.size(1));
    }

    /** The tokens [B, P + N, D] that enter the first block. */
    private Tensor embed(Tensor pixels) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor tokens = sequence(patchEmbedding.forward(pixels), grid(pixels));
            return scope.keep(shape.preNorm() ? norm(tokens, "norm_pre") : tokens);
        }
    }

    /** Patches [B, N, D] behind the learned tokens, all with their positions: [B, P + N, D]. */
    private Tensor sequence(Tensor patches, PatchGrid grid) {
        int batch = patches.size(0);
        PrefixTokens prefix = shape.prefix();
        List<Tensor> sequence = new ArrayList<>();
        if (prefix.classToken()) {
            sequence.add(parameters.get("cls_token").expand(batch, 1, shape.dim()));
        }
        if (prefix.distillationToken()) {
            sequence.add(parameters.get("dist_token").expand(batch, 1, shape.dim()));
        }
        if (prefix.registers() > 0) {
            sequence.add(parameters.get("reg_token").expand(batch, prefix.registers(), shape.dim()));
        }
        sequence.add(patches);
        return positionTable.addTo(Tensors.concatenate(sequence, 1), grid);
    }

    /** What this transformer adds to every image of that grid, whatever the image shows. */
    public GridConstants constants(PatchGrid grid) {
        Tensor sequence = sequence(Tensors.full(0, 1, grid.patchCount(), shape.dim()), grid); // [1, P + N, D]
        AttentionPositions positions = AttentionPositions.of(shape, grid);
        List<Tensor> biases = IntStream.range(0, shape.depth())
                .mapToObj(block -> blocks.get(block).attentionBias(positions))
                .flatMap(Optional::stream)
                .toList();
        return new GridConstants(
                sequence.slice(1, 0, shape.prefixTokenCount()),
                sequence.slice(1, shape.prefixTokenCount(), sequence.size(1)),
                positions instanceof RotaryAngles angles ? angles : null,
                biases);
    }

    private Tensor norm(Tensor tokens, String name) {
        return tokens.layerNorm(parameters.get(name + ".weight"), parameters.get(name + ".bias"), shape.epsilon());
    }

    @Override
    public void close() {
        parameters.close();
    }
}
