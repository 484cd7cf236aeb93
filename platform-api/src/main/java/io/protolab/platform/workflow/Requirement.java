package io.protolab.platform.workflow;

import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.EvaluationSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.TrialSpec;

/** What must be ready before a trial can train; trials with equal requirements share it. */
public record Requirement(
        DatasetSpec dataset, BackboneSpec backbone, EvaluationSpec evaluation, ReferenceSwitches switches) {
    public static Requirement of(TrialSpec trial) {
        return new Requirement(trial.dataset(), trial.backbone(), trial.evaluation(), trial.switches());
    }

    /** Dataset and backbone by name, for people. */
    public String label() {
        return dataset.name() + "/" + backbone.name();
    }
}
