package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** How positions enter attention, for the images of one grid; most transformers leave it alone. */
interface AttentionPositions {
    AttentionPositions NONE = new AttentionPositions() {};

    static AttentionPositions of(VitShape shape, PatchGrid grid) {
        if (shape.positions() instanceof Positions.Rotary rotary) {
            return RotaryAngles.of(rotary.periods(), shape, grid);
        }
        if (shape.positions() instanceof Positions.RelativeBias bias) {
            return RelativeDistances.of(bias, grid);
        }
        return NONE;
    }

    /** Queries or keys [B, heads, T, d], with their positions. */
    default Tensor place(Tensor queriesOrKeys) {
        return queriesOrKeys;
    }

    /**
     * What is added to the scaled products of queries and keys: [heads, T, T], or null for nothing.
     *
     * @param table the block's own table, in transformers that have one
     */
    default @Nullable Tensor bias(@Nullable Tensor table) {
        return null;
    }
}
