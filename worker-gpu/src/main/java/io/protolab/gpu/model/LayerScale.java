package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A factor per channel on a residual branch.
 *
 * @param gamma [D]; null in transformers without layer scale
 */
record LayerScale(@Nullable Tensor gamma) {
    static LayerScale of(VitShape shape, NamedTensors parameters, String name) {
        return new LayerScale(shape.layerScale() ? parameters.get(name + ".gamma") : null);
    }

    Tensor forward(Tensor branch) {
        return gamma == null ? branch : branch.multiply(gamma);
    }
}
