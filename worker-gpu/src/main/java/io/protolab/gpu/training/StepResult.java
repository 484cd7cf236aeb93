package io.protolab.gpu.training;

import java.util.Map;

/**
 * What one optimiser step saw, before it moved the parameters.
 *
 * @param loss the total
 * @param terms each term by name, without its factor
 * @param correct images whose greatest logit is that of their label
 * @param images in the batch
 */
record StepResult(double loss, Map<String, Double> terms, int correct, int images) {
    StepResult {
        terms = Map.copyOf(terms);
    }
}
