package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The initial parameters of a head: layers uniform in ±1/√fan-in (PyTorch's default, Kaiming with a = √5), prototypes
 * orthonormal, class weights uniform in [0, 1/√P] (the absolute value of that default).
 */
public final class HeadInitialisation {
    private HeadInitialisation() {}

    /** All parameters of {@link HeadShape#parameterShapes()}; each draws from a stream of its own name. */
    public static NamedTensors of(HeadShape shape, long seed) {
        Map<String, long[]> sizes = shape.parameterShapes();
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            sizes.forEach((name, size) -> tensors.put(name, initial(name, sizes, shape, seed)));
            return scope.keep(new NamedTensors(tensors));
        }
    }

    private static Tensor initial(String name, Map<String, long[]> sizes, HeadShape shape, long seed) {
        SeededRandom random = SeededRandom.of(seed, name);
        long[] size = sizes.getOrDefault(name, new long[0]);
        return switch (name) {
            case "prototypes" -> Initialisation.orthogonal(random, shape.prototypes(), shape.latentDim());
            case "norm.weight" -> Tensors.full(1, size);
            case "norm.bias" -> Tensors.full(0, size);
            case "class_weight" -> {
                double bound = 1 / Math.sqrt(shape.prototypes());
                yield Initialisation.uniform(random, bound, size).magnitude();
            }
            default -> {
                long[] weight = sizes.getOrDefault(name.replace(".bias", ".weight"), size);
                long fanIn = 1;
                for (int axis = 1; axis < weight.length; axis++) {
                    fanIn *= weight[axis];
                }
                yield Initialisation.uniform(random, 1 / Math.sqrt((double) fanIn), size);
            }
        };
    }
}
