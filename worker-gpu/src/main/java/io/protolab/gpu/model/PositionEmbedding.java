package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.util.Arrays;
import java.util.List;

/** The learned position table, resampled where an image has another grid than the table was made for. */
final class PositionEmbedding {
    /** Keys' cubic kernel constant, the one of image resizing with antialiasing. */
    private static final double CUBIC = -0.5;

    private final VitShape shape;
    private final Tensor table;

    PositionEmbedding(VitShape shape, NamedTensors parameters) {
        this.shape = shape;
        this.table = parameters.get("pos_embed");
    }

    /** The table for a grid: [1, N, D], or [1, 1 + N, D] where the class token has a position. */
    Tensor forGrid(PatchGrid grid) {
        if (grid.equals(shape.grid())) {
            return table;
        }
        int prefix = shape.classPosition() ? 1 : 0;
        double[] old;
        Tensor classPosition;
        try (TensorScope scope = TensorScope.open()) {
            old = table.slice(1, prefix, table.size(1)).toDoubles();
            classPosition = scope.keep(table.slice(1, 0, prefix).copy());
        }
        double[] resampled = resample(old, shape.grid(), grid, shape.dim());
        float[] values = new float[resampled.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) resampled[i];
        }
        return Tensors.concatenate(List.of(classPosition, Tensors.of(values, 1, grid.patchCount(), shape.dim())), 1);
    }

    /** Separable bicubic resampling with antialiasing, in double precision; vectors of {@code dim} values per patch. */
    static double[] resample(double[] values, PatchGrid from, PatchGrid to, int dim) {
        double[] rows = alongRows(values, from.rows(), to.rows(), from.columns() * dim);
        double[] result = new double[to.patchCount() * dim];
        for (int row = 0; row < to.rows(); row++) {
            int start = row * from.columns() * dim;
            double[] line = Arrays.copyOfRange(rows, start, start + from.columns() * dim);
            double[] resized = alongRows(line, from.columns(), to.columns(), dim);
            System.arraycopy(resized, 0, result, row * to.columns() * dim, resized.length);
        }
        return result;
    }

    private static double[] alongRows(double[] values, int from, int to, int width) {
        double[] result = new double[to * width];
        for (int row = 0; row < to; row++) {
            double[] weights = weights(row, from, to);
            for (int source = 0; source < from; source++) {
                for (int i = 0; i < width && weights[source] != 0; i++) {
                    result[row * width + i] += weights[source] * values[source * width + i];
                }
            }
        }
        return result;
    }

    /** How much each of {@code from} samples counts in sample {@code index} of {@code to}; sums to 1. */
    private static double[] weights(int index, int from, int to) {
        double scale = (double) from / to;
        double stretch = Math.max(scale, 1);
        double support = 2 * stretch;
        double centre = scale * (index + 0.5);
        int first = Math.max((int) (centre - support + 0.5), 0);
        int last = Math.min((int) (centre + support + 0.5), from);
        double[] weights = new double[from];
        double total = 0;
        for (int i = first; i < last; i++) {
            weights[i] = cubic((i - centre + 0.5) / stretch);
            total += weights[i];
        }
        for (int i = first; i < last; i++) {
            weights[i] /= total;
        }
        return weights;
    }

    private static double cubic(double distance) {
        double x = Math.abs(distance);
        if (x < 1) {
            return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC : 0;
    }
}
