package io.protolab.gpu.augment;

import io.protolab.gpu.image.RgbImage;

/** Operators that mix an image with a poorer copy of itself: {@code factor·value + (1 − factor)·other}, clipped and cut to 8 bits. */
final class Blend {
    private Blend() {}

    /** Towards grey for factors below 1, more colourful above. */
    static RgbImage colour(RgbImage image, double factor) {
        byte[] rgb = image.rgb();
        byte[] mixed = new byte[rgb.length];
        for (int at = 0; at < rgb.length; at += 3) {
            int grey = grey(rgb, at);
            for (int i = at; i < at + 3; i++) {
                mixed[i] = (byte) mix(factor, rgb[i] & 0xFF, grey);
            }
        }
        return new RgbImage(image.width(), image.height(), mixed);
    }

    /** Blurred for factors below 1, sharpened above; the copy is blurred everywhere but on the border. */
    static RgbImage sharpness(RgbImage image, double factor) {
        byte[] rgb = image.rgb();
        byte[] mixed = new byte[rgb.length];
        int rowBytes = 3 * image.width();
        for (int row = 0; row < rgb.length; row += rowBytes) {
            boolean middle = row > 0 && row < rgb.length - rowBytes;
            for (int at = row; at < row + rowBytes; at++) {
                boolean inside = middle && at >= row + 3 && at < row + rowBytes - 3;
                int value = rgb[at] & 0xFF;
                mixed[at] = (byte) mix(factor, value, inside ? blurred(rgb, at, rowBytes) : value);
            }
        }
        return new RgbImage(image.width(), image.height(), mixed);
    }

    /** The mean of a value, counted five times, and its eight neighbours; thirteenths are never halves. */
    private static int blurred(byte[] rgb, int at, int rowBytes) {
        int sum = 4 * (rgb[at] & 0xFF);
        for (int row = at - rowBytes; row <= at + rowBytes; row += rowBytes) {
            sum += (rgb[row - 3] & 0xFF) + (rgb[row] & 0xFF) + (rgb[row + 3] & 0xFF);
        }
        return (2 * sum + 13) / 26;
    }

    /** Luma of a pixel, cut to an integer. */
    static int grey(byte[] rgb, int at) {
        return (int) (0.2989f * (rgb[at] & 0xFF) + 0.587f * (rgb[at + 1] & 0xFF) + 0.114f * (rgb[at + 2] & 0xFF));
    }

    /** In 32-bit floats, as tensors of bytes times a number are. */
    static int mix(double factor, int value, float other) {
        int mixed = (int) ((float) factor * value + (float) (1 - factor) * other);
        return Math.max(0, Math.min(255, mixed));
    }
}
