package io.protolab.gpu.image;

/**
 * Pillow's antialiased resize, bit for bit (Pillow up to 12.3): a pass over the width, then one over the height, each with integer weights
 * of 22 fractional bits and 8-bit results.
 */
final class AntialiasedResize {
    private static final int BITS = 22;

    private AntialiasedResize() {}

    static RgbImage resize(RgbImage image, int width, int height, ResizeFilter filter) {
        RgbImage narrow = image.width() == width ? image : overWidth(image, Taps.of(image.width(), width, filter));
        return narrow.height() == height ? narrow : overHeight(narrow, Taps.of(narrow.height(), height, filter));
    }

    private static RgbImage overWidth(RgbImage image, Taps taps) {
        int width = taps.outputs();
        byte[] resized = new byte[3 * width * image.height()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                int from = 3 * (y * image.width() + taps.first[x]);
                for (int channel = 0; channel < 3; channel++) {
                    resized[3 * (y * width + x) + channel] = taps.apply(x, image.rgb(), from + channel, 3);
                }
            }
        }
        return new RgbImage(width, image.height(), resized);
    }

    private static RgbImage overHeight(RgbImage image, Taps taps) {
        int rowBytes = 3 * image.width();
        byte[] resized = new byte[rowBytes * taps.outputs()];
        for (int y = 0; y < taps.outputs(); y++) {
            for (int column = 0; column < rowBytes; column++) {
                int from = taps.first[y] * rowBytes + column;
                resized[y * rowBytes + column] = taps.apply(y, image.rgb(), from, rowBytes);
            }
        }
        return new RgbImage(image.width(), taps.outputs(), resized);
    }

    /**
     * Which inputs make an output, and with which weights. Thread-safe.
     *
     * @param first input of each output
     * @param weights of each output, with {@link #BITS} fractional bits
     */
    @SuppressWarnings("ArrayRecordComponent") // a table for one loop, never compared
    private record Taps(int[] first, int[][] weights) {
        static Taps of(int inputs, int outputs, ResizeFilter filter) {
            double scale = (double) inputs / outputs;
            double stretch = Math.max(scale, 1); // the filter widens when the image shrinks
            double reach = filter.support() * stretch;
            int[] first = new int[outputs];
            int[][] weights = new int[outputs][];
            for (int i = 0; i < outputs; i++) {
                double centre = (i + 0.5) * scale;
                first[i] = Math.max(0, (int) (centre - reach + 0.5));
                int end = Math.min(inputs, (int) (centre + reach + 0.5));
                weights[i] = weights(first[i], end, centre, stretch, filter);
            }
            return new Taps(first, weights);
        }

        private static int[] weights(int first, int end, double centre, double stretch, ResizeFilter filter) {
            double[] exact = new double[end - first];
            double sum = 0;
            for (int i = 0; i < exact.length; i++) {
                // multiplied, not divided: the library's order of operations decides the last bit
                exact[i] = filter.weight((i + first - centre + 0.5) * (1 / stretch));
                sum += exact[i];
            }
            int[] weights = new int[exact.length];
            for (int i = 0; i < weights.length; i++) {
                double weight = exact[i] / sum;
                weights[i] = (int) ((weight < 0 ? -0.5 : 0.5) + weight * (1 << BITS));
            }
            return weights;
        }

        int outputs() {
            return first.length;
        }

        byte apply(int output, byte[] values, int from, int stride) {
            int sum = 1 << (BITS - 1);
            int at = from;
            for (int weight : weights[output]) {
                sum += weight * (values[at] & 0xFF);
                at += stride;
            }
            return (byte) Math.max(0, Math.min(255, sum >> BITS));
        }
    }
}
