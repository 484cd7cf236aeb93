package io.protolab.cpu.metrics;

import io.protolab.platform.evaluation.Explanations;

/**
 * The importance matrices of a split: per image, prototypes by classes, each entry the prototype score times the class weight, so
 * that a column sums to the logit of its class. Entries are float32, as the model computes them, because thresholds are compared
 * in that precision.
 */
interface Importances {
    int imageCount();

    int prototypeCount();

    int classCount();

    float at(int image, int prototype, int classIndex);

    /** The importances of a head with non-negative class weights and no bias, multiplied out on demand. */
    static Importances of(Explanations explanations) {
        return new Importances() {
            @Override
            public int imageCount() {
                return explanations.images();
            }

            @Override
            public int prototypeCount() {
                return explanations.prototypes();
            }

            @Override
            public int classCount() {
                return explanations.classes();
            }

            @Override
            public float at(int image, int prototype, int classIndex) {
                return explanations.importance(image, prototype, classIndex);
            }
        };
    }

    /** The class with the largest sum of importances, per image; the lowest index among equals. */
    default int[] predictions() {
        int[] predictions = new int[imageCount()];
        for (int image = 0; image < predictions.length; image++) {
            double best = logit(image, 0);
            for (int c = 1; c < classCount(); c++) {
                double logit = logit(image, c);
                if (logit > best) {
                    best = logit;
                    predictions[image] = c;
                }
            }
        }
        return predictions;
    }

    /** The sum over prototypes, in double. */
    default double logit(int image, int classIndex) {
        double sum = 0;
        for (int prototype = 0; prototype < prototypeCount(); prototype++) {
            sum += at(image, prototype, classIndex);
        }
        return sum;
    }
}
