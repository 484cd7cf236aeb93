package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A transformer that has learned nothing, the control of every claim about a pre-trained one. Distributions are timm's:
 * truncated normal of deviation 0.02 for matrices and the position table, 10⁻⁶ for the class and register tokens,
 * uniform by fan-in for the patch convolution, zero for biases, one for norms and 10⁻⁵ for layer scales.
 */
public final class RandomWeights {
    private static final double MATRIX_DEVIATION = 0.02;
    private static final double TOKEN_DEVIATION = 1e-6;
    private static final double LAYER_SCALE = 1e-5;

    private RandomWeights() {}

    /** All parameters of a transformer; each tensor draws from a stream of its own name. */
    public static NamedTensors of(VitShape shape, long seed) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        shape.parameterShapes().forEach((name, size) -> tensors.put(name, initial(name, size, shape, seed)));
        return new NamedTensors(tensors);
    }

    private static Tensor initial(String name, long[] size, VitShape shape, long seed) {
        SeededRandom random = SeededRandom.of(seed, name);
        if (name.startsWith("patch_embed.")) {
            return Initialisation.uniform(random, 1 / Math.sqrt(3.0 * shape.patch() * shape.patch()), size);
        }
        if (name.equals("cls_token") || name.equals("reg_token")) {
            return Initialisation.normal(random, TOKEN_DEVIATION, size);
        }
        if (name.equals("pos_embed") || size.length == 2) {
            return Initialisation.normal(random, MATRIX_DEVIATION, size);
        }
        if (name.endsWith(".gamma")) {
            return Tensors.full(LAYER_SCALE, size);
        }
        return Tensors.full(name.endsWith(".bias") ? 0 : 1, size);
    }
}
