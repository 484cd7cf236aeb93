package io.protolab.cpu.metrics;

/** Logits to probabilities, in double. */
final class Softmax {
    private Softmax() {}

    /**
     * The probabilities of each image.
     *
     * @param logits [image][class]
     * @return [image][class], rows sum to 1
     * @throws IllegalArgumentException if rows differ in length or a logit is not a finite number
     */
    static double[][] of(float[][] logits) {
        double[][] probabilities = new double[logits.length][];
        for (int image = 0; image < logits.length; image++) {
            requireOnePerClass(logits, image);
            probabilities[image] = of(logits[image]);
        }
        return probabilities;
    }

    private static double[] of(float[] logits) {
        double largest = logits[Accuracy.argmax(logits)];
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] = Math.exp(logits[c] - largest);
            sum += probabilities[c];
        }
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }

    private static void requireOnePerClass(float[][] logits, int image) {
        if (logits[image].length != logits[0].length) {
            throw new IllegalArgumentException("image %d has %d logits, image 0 has %d: one per class is needed"
                    .formatted(image, logits[image].length, logits[0].length));
        }
        for (int c = 0; c < logits[image].length; c++) {
            if (!Float.isFinite(logits[image][c])) {
                throw new IllegalArgumentException(
                        "the logit of image %d for class %d is %s: the training has diverged, look at its loss"
                                .formatted(image, c, logits[image][c]));
            }
        }
    }
}
