package io.protolab.cpu.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Single deletion, the correctness protocol of FunnyBirds: does the order of the parts' importances agree with the order in which
 * removing them lowers the logit of the true class? Per image (rho + 1) / 2 with Spearman's rho, 0.5 for an order at random.
 *
 * @param images score per image, empty where rho is undefined because drops or importances are all equal or not numbers
 */
record SingleDeletion(List<OptionalDouble> images) {
    /** What an image without a defined correlation adds to the mean. */
    enum Undefined {
        /** One half: an explanation that does not tell the parts apart is as good as chance. */
        HALF,
        /** Nothing, as the published code does. */
        SKIP
    }

    SingleDeletion {
        images = List.copyOf(images);
    }

    /**
     * Compares the drops of the logit with the importances, image by image.
     *
     * @param logit of the true class per image, on the whole image
     * @param logitWithout of the true class [image][part], on the image without that part
     * @param importance of the parts for the true class [image][part]
     */
    static SingleDeletion of(float[] logit, float[][] logitWithout, double[][] importance) {
        if (logit.length != logitWithout.length || logit.length != importance.length) {
            throw new IllegalArgumentException(
                    "single deletion of %d images, %d with deletions and %d with importances: the same images are needed"
                            .formatted(logit.length, logitWithout.length, importance.length));
        }
        List<OptionalDouble> images = new ArrayList<>();
        for (int image = 0; image < logit.length; image++) {
            double[] drops = new double[logitWithout[image].length];
            for (int part = 0; part < drops.length; part++) {
                drops[part] = (double) logit[image] - logitWithout[image][part];
            }
            OptionalDouble rho = RankCorrelation.spearman(drops, importance[image]);
            images.add(rho.isPresent() ? OptionalDouble.of((rho.getAsDouble() + 1) / 2) : rho);
        }
        return new SingleDeletion(images);
    }

    /** The mean over images in [0, 1], higher is better; empty if no image counts. */
    OptionalDouble score(Undefined undefined) {
        return images.stream()
                .filter(score -> score.isPresent() || undefined == Undefined.HALF)
                .mapToDouble(score -> score.orElse(0.5))
                .average();
    }

    int undefinedCount() {
        return (int) images.stream().filter(OptionalDouble::isEmpty).count();
    }
}
