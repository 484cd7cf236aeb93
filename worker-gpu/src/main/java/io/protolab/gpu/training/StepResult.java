package io.protolab.gpu.training;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one optimiser step saw, before it moved the parameters.
 *
 * @param loss the total
 * @param terms each term by name, without its factor
 * @param correct images whose greatest logit is that of their label
 * @param images in the batch
 */
public record StepResult(double loss, Map<String, Double> terms, int correct, int images) {
    static final StepResult NOTHING = new StepResult(0, Map.of(), 0, 0);

    public StepResult {
        terms = Map.copyOf(terms);
    }

    /** A batch, from its slices. */
    StepResult plus(StepResult slice) {
        Map<String, Double> sums = new TreeMap<>(terms);
        slice.terms.forEach((name, value) -> sums.merge(name, value, Double::sum));
        return new StepResult(loss + slice.loss, sums, correct + slice.correct, images + slice.images);
    }
}
