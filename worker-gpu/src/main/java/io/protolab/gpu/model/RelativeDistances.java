package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Which entry of a block's table belongs to which pair of tokens.
 *
 * @param layout of the tables
 * @param grid of the images
 * @param pairs [T · T] positions in the table, query by query
 */
record RelativeDistances(Positions.RelativeBias layout, PatchGrid grid, Tensor pairs) implements AttentionPositions {
    /** Rows of the table: every distance of two patches, then class to patch, patch to class, class to itself. */
    static RelativeDistances of(Positions.RelativeBias layout, PatchGrid grid) {
        int entries = new Positions.RelativeBias(grid).entries();
        int columns = grid.columns();
        int tokens = 1 + grid.patchCount();
        long[] pairs = new long[tokens * tokens];
        for (int query = 0; query < tokens; query++) {
            for (int key = 0; key < tokens; key++) {
                int down = (query - 1) / columns - (key - 1) / columns + grid.rows() - 1;
                int right = (query - 1) % columns - (key - 1) % columns + columns - 1;
                int patches = down * (2 * columns - 1) + right;
                int withClass = query > 0 ? entries - 2 : key > 0 ? entries - 3 : entries - 1;
                pairs[query * tokens + key] = query > 0 && key > 0 ? patches : withClass;
            }
        }
        return new RelativeDistances(layout, grid, Tensors.of(pairs, pairs.length));
    }

    /** @param table [entries, heads] */
    @Override
    public @Nullable Tensor bias(@Nullable Tensor table) {
        if (table == null) {
            return null;
        }
        if (!grid.equals(layout.grid())) {
            throw new IllegalArgumentException("Relative positions for " + layout.grid() + " do not fit images of "
                    + grid + " patches; give images of the size that the weights were made for");
        }
        int tokens = 1 + grid.patchCount();
        return table.rows(pairs).reshape(tokens, tokens, table.size(1)).permute(2, 0, 1); // [heads, T, T]
    }
}
