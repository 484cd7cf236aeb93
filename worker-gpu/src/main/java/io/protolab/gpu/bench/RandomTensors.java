package io.protolab.gpu.bench;

import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;

/** Tensors of values that cost what real ones cost: zeros and denormals would not. */
final class RandomTensors {
    private RandomTensors() {}

    static Tensor of(long seed, long... shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        SeededRandom random = SeededRandom.of(seed, "bench");
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextUniform(-1, 1);
        }
        return Tensors.of(values, shape);
    }
}
