package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;

/**
 * From similarity maps to one score per prototype: two depthwise convolutions and their sum, layer normalisation over
 * the prototypes of a location, ReLU, spatial maximum. The 1×1 kernel is added into the centre of the 3×3 one, and the
 * ReLU follows the maximum instead of preceding it; both leave values and gradients as they are.
 */
public final class ScoreAggregation {
    private final HeadShape shape;
    private final NamedTensors parameters;

    ScoreAggregation(HeadShape shape, NamedTensors parameters) {
        this.shape = shape;
        this.parameters = parameters;
    }

    /** Similarity [B, N, P] on a grid to scores h = [B, P]; not negative. */
    Tensor forward(Tensor S, PatchGrid grid) {
        if (shape.aggregation() == Aggregation.LINEAR) {
            return S.max(1); // [B, P]
        }
        int batch = S.size(0);
        int P = shape.prototypes();
        return S.reshape(batch, grid.rows(), grid.columns(), P)
                .permute(0, 3, 1, 2) // [B, P, rows, columns]
                .convolve(kernel(), bias(), 1, 1, P)
                .permute(0, 2, 3, 1) // [B, rows, columns, P]
                .layerNorm(parameters.get("norm.weight"), parameters.get("norm.bias"), shape.normEpsilon())
                .reshape(batch, grid.patchCount(), P) // [B, N, P]
                .max(1) // [B, P]
                .relu();
    }

    /** Of the convolution that both kernels are: [P, 1, 3, 3]. */
    public Tensor kernel() {
        if (!shape.kernels().pointwise()) {
            return parameters.get("k3.weight");
        }
        Tensor pointwise = parameters.get("k1.weight").padImage(1); // [P, 1, 3, 3]
        return shape.kernels().spatial() ? parameters.get("k3.weight").add(pointwise) : pointwise;
    }

    /** Of that convolution: [P]. */
    public Tensor bias() {
        return switch (shape.kernels()) {
            case BOTH -> parameters.get("k3.bias").add(parameters.get("k1.bias"));
            case ONLY_3X3 -> parameters.get("k3.bias");
            case ONLY_1X1 -> parameters.get("k1.bias");
        };
    }
}
