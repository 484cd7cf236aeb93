package io.protolab.gpu.training;

import java.util.Map;
import java.util.TreeMap;

/** Means over the images of an epoch, added up batch by batch. */
final class EpochTotals {
    private final Map<String, Double> terms = new TreeMap<>();
    private double loss;
    private long correct;
    private long images;

    void add(StepResult step) {
        loss += step.loss() * step.images();
        step.terms().forEach((name, value) -> terms.merge(name, value * step.images(), Double::sum));
        correct += step.correct();
        images += step.images();
    }

    double loss() {
        return loss / images;
    }

    double accuracy() {
        return (double) correct / images;
    }

    /** Each loss term by name, without its factor. */
    Map<String, Double> terms() {
        Map<String, Double> means = new TreeMap<>();
        terms.forEach((name, sum) -> means.put(name, sum / images));
        return means;
    }
}
