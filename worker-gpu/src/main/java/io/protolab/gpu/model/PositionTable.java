package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The learned position table, resampled where an image has another grid than the table was made for: two small matrix
 * products, so that gradients pass.
 */
final class PositionTable {
    private final int dim;
    private final Positions.@Nullable Table layout;
    private final @Nullable Tensor table;

    PositionTable(VitShape shape, NamedTensors parameters) {
        this.dim = shape.dim();
        this.layout = shape.positions() instanceof Positions.Table places ? places : null;
        this.table = layout == null ? null : parameters.get("pos_embed"); // [1, P + N, D]
    }

    /** Adds the table's vectors to tokens [B, T, D] of an image of that grid; without a table nothing changes. */
    Tensor addTo(Tensor tokens, PatchGrid grid) {
        if (layout == null || table == null) {
            return tokens;
        }
        int without = tokens.size(1) - layout.prefixTokens() - grid.patchCount();
        if (without == 0) {
            return tokens.add(forGrid(layout, table, grid));
        }
        // [class, registers, patches]: the registers have no position
        int first = layout.prefixTokens();
        Tensor positions = forGrid(layout, table, grid);
        return Tensors.concatenate(
                List.of(
                        tokens.slice(1, 0, first).add(positions.slice(1, 0, first)),
                        tokens.slice(1, first, first + without),
                        tokens.slice(1, first + without, tokens.size(1))
                                .add(positions.slice(1, first, positions.size(1)))),
                1);
    }

    /** [1, P + N, D] for N patches. */
    private Tensor forGrid(Positions.Table layout, Tensor table, PatchGrid grid) {
        PatchGrid old = layout.grid();
        if (grid.equals(old)) {
            return table;
        }
        int first = layout.prefixTokens();
        Tensor rows = weights(old.rows(), grid.rows()); // [R', R]
        Tensor columns = weights(old.columns(), grid.columns()); // [C', C]
        Tensor patches = table.slice(1, first, table.size(1)).reshape(old.rows(), (long) old.columns() * dim);
        Tensor tall = rows.matmul(patches).reshape(grid.rows(), old.columns(), dim); // [R', C, D]
        Tensor resampled = columns.matmul(tall).reshape(1, grid.patchCount(), dim); // [1, N, D]
        return first == 0 ? resampled : Tensors.concatenate(List.of(table.slice(1, 0, first), resampled), 1);
    }

    private Tensor weights(int from, int to) {
        Resampling resampling = layout == null ? Resampling.PLAIN : layout.resampling();
        return Tensors.of(resampling.weights(from, to), to, from);
    }
}
