package io.protolab.gpu.image;

import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.platform.experiment.EvaluationSpec;
import io.protolab.platform.experiment.ReferenceSwitches;

/**
 * Gaussian noise, cut at a bound, that stability is measured with. The value at a position depends on seed, row and position alone.
 *
 * @param std standard deviation
 * @param clip the noise stays within plus and minus this
 * @param onPixels added to values in [0, 1] as the reference does, instead of to normalised ones
 */
public record InputNoise(double std, double clip, long seed, boolean onPixels) {
    /** What a sweep asks for; the reference draws without a seed, here there always is one. */
    public static InputNoise of(EvaluationSpec evaluation, ReferenceSwitches switches) {
        return new InputNoise(
                evaluation.noise(),
                evaluation.noiseClip(),
                evaluation.noiseSeed(),
                switches.stabilityNoise() == ReferenceSwitches.StabilityNoise.UNSEEDED_PIXELS);
    }

    /** Adds the noise of a manifest row, in place. */
    void addTo(float[] values, int row) {
        SeededRandom random = SeededRandom.of(seed, "noise", row);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) Math.max(-clip, Math.min(clip, std * random.nextGaussian()));
        }
    }
}
