package io.protolab.gpu.image;

import java.awt.image.Raster;

/**
 * How a JPEG file stores its colours, from its markers.
 *
 * @param components per pixel
 * @param ycck whether four components are YCC and black instead of plain CMYK (Adobe transform 2)
 */
record JpegColour(int components, boolean ycck) {
    private static final int APP14 = 0xEE;
    private static final int BITS = 16;
    private static final int HALF = 1 << (BITS - 1);

    static JpegColour of(byte[] jpeg) {
        int components = 0;
        boolean ycck = false;
        for (JpegSegment segment : JpegSegment.list(jpeg)) {
            if (isFrame(segment.marker())) {
                components = segment.content(jpeg, 5);
            } else if (segment.marker() == APP14 && segment.startsWith(jpeg, "Adobe")) {
                ycck = segment.content(jpeg, 11) == 2;
            }
        }
        return new JpegColour(components, ycck);
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    boolean isCmyk() {
        return components == 4;
    }

    /** Pillow's conversion: the stored values always count as inverted, with or without Adobe's marker. */
    RgbImage toRgb(Raster raster) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[4 * width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                if (ycck) {
                    toCmy(row, 4 * x);
                }
                int light = row[4 * x + 3]; // 255 - K, K being stored inverted
                for (int channel = 0; channel < 3; channel++) {
                    int ink = 255 - row[4 * x + channel];
                    rgb[3 * (y * width + x) + channel] = (byte) Math.max(0, light - by255(ink * light));
                }
            }
        }
        return new RgbImage(width, height, rgb);
    }

    /** YCC to CMY in place: libjpeg computes RGB and stores its complement, with 16 fractional bits. */
    private static void toCmy(int[] row, int at) {
        int luma = row[at];
        int blue = row[at + 1] - 128;
        int red = row[at + 2] - 128;
        row[at] = complement(luma + ((fixed(1.402) * red + HALF) >> BITS));
        row[at + 1] = complement(luma + ((HALF - fixed(0.34414) * blue - fixed(0.71414) * red) >> BITS));
        row[at + 2] = complement(luma + ((fixed(1.772) * blue + HALF) >> BITS));
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << BITS) + 0.5);
    }

    private static int complement(int value) {
        return 255 - Math.min(255, Math.max(0, value));
    }

    /** {@code t / 255}, rounded, without dividing. */
    private static int by255(int t) {
        int rounded = t + 128;
        return (rounded + (rounded >> 8)) >> 8;
    }
}
