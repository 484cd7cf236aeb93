package io.protolab.gpu.training;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over the images of an epoch, added up batch by batch, and their means.
 *
 * @param lossSum of the total loss
 * @param termSums of each loss term by name, without its factor
 * @param correct images whose greatest logit is that of their label
 * @param images so far
 */
record EpochTotals(double lossSum, Map<String, Double> termSums, long correct, long images) {
    static final EpochTotals NOTHING = new EpochTotals(0, Map.of(), 0, 0);

    EpochTotals {
        termSums = Collections.unmodifiableMap(new TreeMap<>(termSums));
    }

    EpochTotals plus(StepResult step) {
        Map<String, Double> sums = new TreeMap<>(termSums);
        step.terms().forEach((name, value) -> sums.merge(name, value * step.images(), Double::sum));
        return new EpochTotals(
                lossSum + step.loss() * step.images(), sums, correct + step.correct(), images + step.images());
    }

    double meanLoss() {
        return lossSum / images;
    }

    double accuracy() {
        return (double) correct / images;
    }

    Map<String, Double> meanTerms() {
        Map<String, Double> means = new TreeMap<>();
        termSums.forEach((name, sum) -> means.put(name, sum / images));
        return means;
    }
}
