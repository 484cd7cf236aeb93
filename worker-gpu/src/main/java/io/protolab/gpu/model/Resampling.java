package io.protolab.gpu.model;

/**
 * How the library that published a checkpoint fits its position table to another grid: bicubic, by the rules of PyTorch.
 *
 * @param antialias whether the kernel widens when the grid shrinks; PyTorch also takes another kernel constant then
 * @param offset added to the new side before it is divided by the old one; 0.1 in the first DINOv2 code
 */
public record Resampling(boolean antialias, double offset) {
    /** By size, without antialiasing: most models of transformers. */
    public static final Resampling PLAIN = new Resampling(false, 0);

    /** By size, with antialiasing: timm, open_clip, and DINOv2 with registers everywhere. */
    public static final Resampling ANTIALIASED = new Resampling(true, 0);

    /** By factor, with the offset that was meant to prevent rounding: DINOv2 without registers from torch hub. */
    public static final Resampling OFFSET = new Resampling(false, 0.1);

    /** How much each of {@code from} samples counts in each of {@code to}: [to, from] row by row, rows sum to 1. */
    float[] weights(int from, int to) {
        float[] weights = new float[to * from];
        double scale = from / (to + offset);
        for (int row = 0; row < to; row++) {
            double centre = scale * (row + 0.5);
            if (antialias) {
                antialiased(weights, row * from, from, centre, Math.max(scale, 1));
            } else {
                interpolated(weights, row * from, from, centre - 0.5);
            }
        }
        return weights;
    }

    /** The kernel stretched to the scale, cut at the border and normalised. */
    private static void antialiased(float[] weights, int start, int from, double centre, double stretch) {
        double support = 2 * stretch;
        int first = Math.max((int) (centre - support + 0.5), 0);
        int last = Math.min((int) (centre + support + 0.5), from);
        double total = 0;
        for (int i = first; i < last; i++) {
            total += cubic((i - centre + 0.5) / stretch, -0.5);
        }
        for (int i = first; i < last; i++) {
            weights[start + i] = (float) (cubic((i - centre + 0.5) / stretch, -0.5) / total);
        }
    }

    /** Four neighbours; those beyond the border repeat it. */
    private static void interpolated(float[] weights, int start, int from, double source) {
        int floor = (int) Math.floor(source);
        for (int i = floor - 1; i <= floor + 2; i++) {
            int inside = Math.min(Math.max(i, 0), from - 1);
            weights[start + inside] += (float) cubic(i - source, -0.75);
        }
    }

    /** Keys' cubic kernel. */
    private static double cubic(double distance, double constant) {
        double x = Math.abs(distance);
        if (x < 1) {
            return ((constant + 2) * x - (constant + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * constant : 0;
    }
}
