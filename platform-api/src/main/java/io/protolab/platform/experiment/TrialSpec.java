package io.protolab.platform.experiment;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One assignment and one seed, complete: what a worker needs to know to produce a result.
 *
 * @param assignment the values of the sweep's axes, {@code dataset} and {@code backbone} included, seed excluded; sorted by path
 */
public record TrialSpec(
        Map<String, Object> assignment,
        DatasetSpec dataset,
        BackboneSpec backbone,
        PrototypeHeadSpec head,
        LossSpec loss,
        TrainingSpec training,
        EvaluationSpec evaluation,
        ReferenceSwitches switches,
        long seed) {
    public TrialSpec {
        assignment = Collections.unmodifiableMap(new TreeMap<>(assignment));
    }
}
