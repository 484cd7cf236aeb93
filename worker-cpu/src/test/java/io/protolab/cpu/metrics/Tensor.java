package io.protolab.cpu.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Frozen values of any type widened to double, row-major. */
public final class Tensor {
    private final List<Integer> shape;
    private final double[] values;

    Tensor(List<Integer> shape, double[] values) {
        this.shape = List.copyOf(shape);
        this.values = values.clone();
    }

    public List<Integer> shape() {
        return shape;
    }

    double[] values() {
        return values.clone();
    }

    /** The slice of the first axis at {@code index}. */
    public Tensor at(int index) {
        int step = values.length / shape.get(0);
        return new Tensor(shape.subList(1, shape.size()), Arrays.copyOfRange(values, index * step, (index + 1) * step));
    }

    public float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    float[][] rows() {
        return IntStream.range(0, shape.get(0)).mapToObj(i -> at(i).floats()).toArray(float[][]::new);
    }

    /** 0xRRGGBB per pixel of a [row, column, channel] image. */
    int[] rgb() {
        return IntStream.range(0, values.length / 3)
                .map(i -> (int) values[3 * i] << 16 | (int) values[3 * i + 1] << 8 | (int) values[3 * i + 2])
                .toArray();
    }
}
