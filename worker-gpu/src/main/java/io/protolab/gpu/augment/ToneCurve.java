package io.protolab.gpu.augment;

import io.protolab.gpu.image.RgbImage;
import java.util.function.IntUnaryOperator;

/** Operators that map each value by itself, as a table of 256 values per channel. */
final class ToneCurve {
    private static final int VALUES = 256;

    private ToneCurve() {}

    /** Keeps the highest bits; 0 bits are black. */
    static RgbImage posterize(RgbImage image, int bits) {
        int mask = -(1 << (8 - bits));
        return apply(image, same(value -> value & mask));
    }

    /** Inverts values that are not below the threshold. */
    static RgbImage solarize(RgbImage image, float threshold) {
        return apply(image, same(value -> value >= threshold ? 255 - value : value));
    }

    /** Stretches each channel to the whole range. */
    static RgbImage autoContrast(RgbImage image) {
        int[][] tables = new int[3][];
        int[][] histograms = histograms(image);
        for (int channel = 0; channel < 3; channel++) {
            int least = 0;
            int greatest = VALUES - 1;
            while (histograms[channel][least] == 0) {
                least++;
            }
            while (histograms[channel][greatest] == 0) {
                greatest--;
            }
            int low = least == greatest ? 0 : least;
            float scale = least == greatest ? 1 : 255f / (greatest - least);
            tables[channel] = table(value -> clip((value - low) * scale));
        }
        return apply(image, tables);
    }

    /** Spreads each channel's values so that their counts become even. */
    static RgbImage equalize(RgbImage image) {
        int[][] tables = new int[3][];
        int[][] histograms = histograms(image);
        for (int channel = 0; channel < 3; channel++) {
            tables[channel] = equalizing(histograms[channel], image.width() * image.height());
        }
        return apply(image, tables);
    }

    private static int[] equalizing(int[] histogram, int pixels) {
        int greatest = VALUES - 1;
        while (histogram[greatest] == 0) {
            greatest--;
        }
        int step = (pixels - histogram[greatest]) / 255;
        if (step == 0) {
            return table(IntUnaryOperator.identity());
        }
        int[] table = new int[VALUES];
        int below = 0;
        for (int value = 0; value < VALUES; value++) {
            table[value] = value == 0 ? 0 : Math.min(255, (below + step / 2) / step);
            below += histogram[value];
        }
        return table;
    }

    /** Towards black for factors below 1, away from it above. */
    static RgbImage brightness(RgbImage image, double factor) {
        return apply(image, same(value -> Blend.mix(factor, value, 0)));
    }

    /** Towards the mean grey of the whole image for factors below 1, away from it above. */
    static RgbImage contrast(RgbImage image, double factor) {
        long sum = 0;
        byte[] rgb = image.rgb();
        for (int at = 0; at < rgb.length; at += 3) {
            sum += Blend.grey(rgb, at);
        }
        int pixels = rgb.length / 3;
        float mean = (float) sum / pixels;
        return apply(image, same(value -> Blend.mix(factor, value, mean)));
    }

    private static int[][] histograms(RgbImage image) {
        int[][] histograms = new int[3][VALUES];
        byte[] rgb = image.rgb();
        for (int at = 0; at < rgb.length; at += 3) {
            histograms[0][rgb[at] & 0xFF]++;
            histograms[1][rgb[at + 1] & 0xFF]++;
            histograms[2][rgb[at + 2] & 0xFF]++;
        }
        return histograms;
    }

    private static int[][] same(IntUnaryOperator curve) {
        int[] table = table(curve);
        return new int[][] {table, table, table};
    }

    private static int[] table(IntUnaryOperator curve) {
        int[] table = new int[VALUES];
        for (int value = 0; value < VALUES; value++) {
            table[value] = curve.applyAsInt(value);
        }
        return table;
    }

    private static int clip(float value) {
        return (int) Math.max(0, Math.min(255, value));
    }

    private static RgbImage apply(RgbImage image, int[][] tables) {
        byte[] rgb = image.rgb();
        byte[] mapped = new byte[rgb.length];
        for (int at = 0; at < rgb.length; at += 3) {
            mapped[at] = (byte) tables[0][rgb[at] & 0xFF];
            mapped[at + 1] = (byte) tables[1][rgb[at + 1] & 0xFF];
            mapped[at + 2] = (byte) tables[2][rgb[at + 2] & 0xFF];
        }
        return new RgbImage(image.width(), image.height(), mapped);
    }
}
