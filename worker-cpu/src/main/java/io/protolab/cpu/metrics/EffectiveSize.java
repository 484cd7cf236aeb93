package io.protolab.cpu.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Sizes without a threshold: the exponential of the entropy (in nats) of the importances' shares of the logit, 1 if one prototype
 * carries it all. Taken for the predicted class of the uncut importances.
 */
final class EffectiveSize {
    private final List<double[]> shares;
    private final int imageCount;

    private EffectiveSize(List<double[]> shares, int imageCount) {
        this.shares = shares;
        this.imageCount = imageCount;
    }

    static EffectiveSize of(Importances importances) {
        int[] predictions = importances.predictions();
        List<double[]> shares = new ArrayList<>();
        for (int image = 0; image < predictions.length; image++) {
            double logit = importances.logit(image, predictions[image]);
            if (logit > 0) {
                double[] ofImage = new double[importances.prototypeCount()];
                for (int prototype = 0; prototype < ofImage.length; prototype++) {
                    ofImage[prototype] = importances.at(image, prototype, predictions[image]) / logit;
                }
                shares.add(ofImage);
            }
        }
        return new EffectiveSize(shares, predictions.length);
    }

    /** The mean over images; empty if none has a positive importance. */
    OptionalDouble local() {
        return shares.stream()
                .mapToDouble(ofImage -> Math.exp(entropy(ofImage)))
                .average();
    }

    /** Of the mean shares; empty if no image has a positive importance. */
    OptionalDouble global() {
        return shares.stream()
                .reduce(EffectiveSize::plus)
                .map(sum ->
                        Arrays.stream(sum).map(share -> share / shares.size()).toArray())
                .map(usage -> OptionalDouble.of(Math.exp(entropy(usage))))
                .orElse(OptionalDouble.empty());
    }

    /** Images left out because they have no positive importance. */
    int skippedCount() {
        return imageCount - shares.size();
    }

    private static double[] plus(double[] left, double[] right) {
        double[] sum = left.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += right[i];
        }
        return sum;
    }

    private static double entropy(double[] shares) {
        return -Arrays.stream(shares)
                .filter(share -> share > 0)
                .map(share -> share * Math.log(share))
                .sum();
    }
}
