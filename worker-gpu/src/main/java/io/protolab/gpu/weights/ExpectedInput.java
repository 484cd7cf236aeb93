package io.protolab.gpu.weights;

import io.protolab.platform.dataset.InputRegion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the files beside the weights say of the images that the weights were trained with.
 *
 * @param mean per channel, red, green, blue, of values in [0, 1]
 * @param std per channel
 * @param interpolation name of the resize filter, such as bicubic; null if the files do not say
 * @param side of the image in pixels; null if the files do not say
 * @param region of an image file that an input of that side shows; null if the files do not say, or describe another resize
 */
public record ExpectedInput(
        List<Double> mean,
        List<Double> std,
        @Nullable String interpolation,
        @Nullable Integer side,
        @Nullable InputRegion region) {
    public ExpectedInput {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(value -> !(value > 0))) {
            throw new IllegalArgumentException(
                    "three means and three positive deviations are needed, got " + mean + " and " + std);
        }
    }
}
