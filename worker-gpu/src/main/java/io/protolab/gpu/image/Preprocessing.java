package io.protolab.gpu.image;

import io.protolab.platform.dataset.InputWindow;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.experiment.ReferenceSwitches;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an image becomes the input of a backbone: a square, values over 255, minus mean, over standard deviation.
 *
 * @param size side of the input in pixels
 * @param framing which square
 * @param mean per channel, red, green, blue
 * @param std per channel
 */
public record Preprocessing(int size, Framing framing, List<Double> mean, List<Double> std) {
    public static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
    public static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (size < 1 || mean.size() != 3 || std.size() != 3) {
            throw new IllegalArgumentException("preprocessing of size " + size + ", mean " + mean + ", std " + std
                    + ": three channels and positive sizes are needed");
        }
        Integer shortSide = framing.region().shortSide();
        if (shortSide != null && shortSide < size) {
            throw new IllegalArgumentException("a square of " + size + " pixels cannot be cut out of an image whose"
                    + " shorter side is " + shortSide);
        }
    }

    /** Of the whole image, resized without regard to its aspect ratio. */
    public Preprocessing(int size, List<Double> mean, List<Double> std) {
        this(size, Framing.STRETCHED, mean, std);
    }

    /** The same with another square. */
    public Preprocessing withFraming(Framing other) {
        return new Preprocessing(size, other, mean, std);
    }

    /**
     * What a backbone or a dataset asks for, as the switches decide.
     *
     * @param expected by the backbone
     * @param partMaps whether the dataset is of the FunnyBirds kind, which the reference does not normalise
     * @param centre side of the central square that images are cut to first; null for whole images
     */
    public static Preprocessing of(
            Preprocessing expected, ReferenceSwitches switches, boolean partMaps, @Nullable Integer centre) {
        Preprocessing cut = expected.withFraming(expected.framing.within(centre));
        if (switches.inputStats() == ReferenceSwitches.InputStats.BY_BACKBONE) {
            return cut;
        }
        return partMaps
                ? new Preprocessing(cut.size, cut.framing, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0))
                : new Preprocessing(cut.size, cut.framing, IMAGENET_MEAN, IMAGENET_STD);
    }

    /** What the backbone sees of an image. */
    public InputWindow window(ManifestImage image) {
        return framing.region().window(image.width(), image.height(), size);
    }

    /** Values 3 · size², channel by channel, each row by row. */
    public float[] apply(RgbImage image) {
        float[] values = pixels(image);
        normalise(values);
        return values;
    }

    /** As {@link #apply}, before mean and deviation: in [0, 1]. */
    public float[] pixels(RgbImage image) {
        byte[] rgb = framing.apply(image, size).rgb();
        int cells = size * size;
        float[] values = new float[3 * cells];
        for (int i = 0; i < cells; i++) {
            for (int channel = 0; channel < 3; channel++) {
                values[channel * cells + i] = (rgb[3 * i + channel] & 0xFF) / 255f;
            }
        }
        return values;
    }

    /** Subtracts mean and divides by deviation, in place. */
    public void normalise(float[] values) {
        int cells = size * size;
        for (int channel = 0; channel < 3; channel++) {
            float channelMean = mean.get(channel).floatValue();
            float channelStd = std.get(channel).floatValue();
            for (int i = channel * cells; i < (channel + 1) * cells; i++) {
                values[i] = (values[i] - channelMean) / channelStd;
            }
        }
    }
}
