package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.List;

/**
 * Sines and cosines of the angles by which patches are turned; tokens before the patches are turned by 0.
 *
 * @param cosines [T, d/2]
 * @param sines [T, d/2]
 */
public record RotaryAngles(Tensor cosines, Tensor sines) implements AttentionPositions {
    /**
     * Angle {@code 2π·c/period} for each period: first the rows', then the columns', with c from −1 to 1 at the outer
     * edges of the grid.
     */
    static RotaryAngles of(List<Double> periods, VitShape shape, PatchGrid grid) {
        int half = 2 * periods.size();
        int tokens = shape.prefixTokenCount() + grid.patchCount();
        float[] cosines = new float[tokens * half];
        float[] sines = new float[tokens * half];
        for (int token = 0; token < tokens; token++) {
            int patch = token - shape.prefixTokenCount();
            for (int i = 0; i < half; i++) {
                double centre = i < half / 2
                        ? centre(patch / grid.columns(), grid.rows())
                        : centre(patch % grid.columns(), grid.columns());
                double angle = patch < 0 ? 0 : 2 * Math.PI * centre / periods.get(i % periods.size());
                cosines[token * half + i] = (float) Math.cos(angle);
                sines[token * half + i] = (float) Math.sin(angle);
            }
        }
        return new RotaryAngles(Tensors.of(cosines, tokens, half), Tensors.of(sines, tokens, half));
    }

    private static double centre(int index, int count) {
        return (index + 0.5) / count * 2 - 1;
    }

    /** The first half of the channels are the first coordinates of d/2 planes, the second half the second. */
    @Override
    public Tensor place(Tensor queriesOrKeys) {
        int half = queriesOrKeys.size(-1) / 2;
        Tensor x = queriesOrKeys.slice(3, 0, half);
        Tensor y = queriesOrKeys.slice(3, half, 2L * half);
        return Tensors.concatenate(
                List.of(
                        x.multiply(cosines).subtract(y.multiply(sines)),
                        y.multiply(cosines).add(x.multiply(sines))),
                3);
    }
}
