package io.protolab.gpu.model;

import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.EnumMap;
import java.util.Map;

/** Channel dropout by given masks: [B, channels] at each place, 1 where a channel stays, 0 where it falls. */
public final class KeepMasks implements ChannelDropout {
    private final double rate;
    private final Map<Place, Tensor> masks;

    public KeepMasks(double rate, Map<Place, Tensor> masks) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("The dropout rate is " + rate + ", it must be in [0, 1)");
        }
        this.rate = rate;
        this.masks = new EnumMap<>(masks);
    }

    /** Draws all masks of one step; no number comes from the engine's own generator. */
    public static KeepMasks draw(double rate, HeadShape shape, int batch, SeededRandom random) {
        Map<Place, Tensor> masks = new EnumMap<>(Place.class);
        masks.put(Place.BRANCH_A, draw(rate, batch, shape.dim(), random));
        masks.put(Place.BRANCH_B, draw(rate, batch, shape.dim(), random));
        masks.put(Place.CODE, draw(rate, batch, shape.latentDim(), random));
        return new KeepMasks(rate, masks);
    }

    private static Tensor draw(double rate, int batch, int channels, SeededRandom random) {
        float[] keep = new float[batch * channels];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = random.nextDouble() < rate ? 0 : 1;
        }
        return Tensors.of(keep, batch, channels);
    }

    @Override
    public KeepMasks slice(int from, int to) {
        Map<Place, Tensor> slices = new EnumMap<>(Place.class);
        masks.forEach((place, mask) -> slices.put(place, mask.slice(0, from, to)));
        return new KeepMasks(rate, slices);
    }

    @Override
    public Tensor apply(Place place, Tensor tokens) {
        Tensor mask = masks.get(place);
        if (mask == null) {
            throw new IllegalStateException("There is no dropout mask for " + place);
        }
        return tokens.multiply(mask.multiply(1 / (1 - rate)).unsqueeze(1)); // [B, N, channels] · [B, 1, channels]
    }
}
