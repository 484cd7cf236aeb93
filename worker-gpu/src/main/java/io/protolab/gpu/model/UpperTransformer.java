package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a transformer above a cut, which may learn. Owns its parameters. */
public final class UpperTransformer implements AutoCloseable {
    private final TransformerCut cut;
    private final NamedTensors parameters;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final @Nullable VisionTransformer whole;

    /** @param parameters exactly those of {@link TransformerCut#upperShapes()}; they belong to this part from now on */
    public UpperTransformer(TransformerCut cut, NamedTensors parameters) {
        this.cut = cut;
        this.parameters = parameters;
        this.whole = cut.atPixels() ? new VisionTransformer(cut.shape(), parameters) : null;
        for (int block = cut.block(); block < cut.shape().depth() && whole == null; block++) {
            blocks.add(new TransformerBlock(cut.shape(), parameters, block));
        }
    }

    /** Takes the upper part from a transformer, which may not be used any more, and frees the rest. */
    public static UpperTransformer takenFrom(VisionTransformer transformer, TransformerCut cut) {
        Map<String, long[]> upper = cut.upperShapes();
        Map<String, Tensor> kept = new LinkedHashMap<>();
        transformer.parameters().asMap().forEach((name, parameter) -> {
            if (upper.containsKey(name)) {
                kept.put(name, parameter);
            } else {
                parameter.close();
            }
        });
        return new UpperTransformer(cut, new NamedTensors(kept));
    }

    public NamedTensors parameters() {
        return parameters;
    }

    /** About how many floating-point operations a forward pass of one image is, a multiplication with its addition being two. */
    public long operationsPerImage(PatchGrid grid) {
        VitShape shape = cut.shape();
        long tokens = (long) shape.prefixTokenCount() + grid.patchCount();
        long weights = cut.upperShapes().values().stream()
                .mapToLong(size -> Arrays.stream(size).reduce(1, (product, length) -> product * length))
                .sum();
        long attention = 2 * tokens * shape.dim() * (shape.depth() - cut.block());
        return 2 * tokens * (weights + attention);
    }

    /**
     * What the whole transformer makes of it.
     *
     * @param inputs tokens [B, P + N, D] that enter the first block above the cut, or pixels [B, 3, H, W]
     * @param grid how the N patches lie
     * @return the patch tokens [B, N, D] after the final layer normalisation
     */
    public Tensor patchTokens(Tensor inputs, PatchGrid grid) {
        VitShape shape = cut.shape();
        if (whole != null) {
            return whole.patchTokensOf(whole.forward(inputs));
        }
        AttentionPositions positions = AttentionPositions.of(shape, grid);
        Tensor tokens = inputs;
        for (TransformerBlock block : blocks) {
            tokens = block.forward(tokens, positions);
        }
        return tokens.layerNorm(parameters.get("norm.weight"), parameters.get("norm.bias"), shape.epsilon())
                .slice(1, shape.prefixTokenCount(), inputs.size(1));
    }

    /** Puts this part above the lower part of another transformer of the same shape; both are used up. */
    public VisionTransformer mergedInto(VisionTransformer lower) {
        Map<String, Tensor> merged = new LinkedHashMap<>();
        lower.parameters().asMap().forEach((name, parameter) -> {
            if (parameters.contains(name)) {
                parameter.close();
                merged.put(name, parameters.get(name));
            } else {
                merged.put(name, parameter);
            }
        });
        return new VisionTransformer(cut.shape(), new NamedTensors(merged));
    }

    @Override
    public void close() {
        parameters.close();
    }
}
