package io.protolab.platform.workflow;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.SweepSpec;
import java.util.Map;

/**
 * What a sweep needs to start, and to go on after continue-as-new.
 *
 * @param datasets prepared so far, by name; empty at the first start
 * @param features extracted so far, by {@code dataset/backbone}; empty at the first start
 * @param nextIndex index of the first trial not yet looked at
 * @param paused whether it was held when it continued
 */
public record SweepInput(
        String sweepId,
        SweepSpec spec,
        Map<String, PreparedDataset> datasets,
        Map<String, FeatureSet> features,
        int nextIndex,
        boolean paused) {
    public SweepInput {
        datasets = Map.copyOf(datasets);
        features = Map.copyOf(features);
    }

    /** A fresh start. */
    public static SweepInput of(String sweepId, SweepSpec spec) {
        return new SweepInput(sweepId, spec, Map.of(), Map.of(), 0, false);
    }
}
