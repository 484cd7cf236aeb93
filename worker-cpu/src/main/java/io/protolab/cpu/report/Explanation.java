package io.protolab.cpu.report;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Why a model gave one answer: its strongest prototypes and the sums that make the logits.
 *
 * @param image what the model saw, cut as the model cuts it
 * @param probability of the predicted class, in [0, 1]
 * @param contributions the prototypes with the largest importance for the predicted class, largest first
 * @param predicted the sum for the predicted class
 * @param rival the sum for the class it is compared with: the true one if the answer is wrong, the runner-up if it is right
 */
public record Explanation(
        BufferedImage image,
        String trueClass,
        double probability,
        List<Contribution> contributions,
        Sum predicted,
        Sum rival) {
    public Explanation {
        contributions = List.copyOf(contributions);
        for (Sum sum : List.of(predicted, rival)) {
            if (sum.importances().size() != contributions.size()) {
                throw new IllegalArgumentException("class %s has %d importances for %d prototypes shown"
                        .formatted(sum.className(), sum.importances().size(), contributions.size()));
            }
        }
    }

    /** Whether the predicted class is the true one. */
    public boolean right() {
        return predicted.className().equals(trueClass);
    }

    /**
     * One prototype in this image.
     *
     * @param similarityMap row-major on a square grid of {@code grid} cells per side
     * @param score of the prototype in the image
     * @param weight of the prototype for the predicted class
     * @param examples training patches that excite it most
     */
    public record Contribution(
            int prototype, float[] similarityMap, int grid, double score, double weight, List<BufferedImage> examples) {
        public Contribution {
            examples = List.copyOf(examples);
        }
    }

    /**
     * How the logit of a class comes about.
     *
     * @param importances of the prototypes shown, in their order
     * @param other the importances of all other prototypes together
     */
    public record Sum(String className, List<Double> importances, double other) {
        public Sum {
            importances = List.copyOf(importances);
        }

        /** The logit. */
        public double total() {
            return importances.stream().mapToDouble(Double::doubleValue).sum() + other;
        }
    }
}
