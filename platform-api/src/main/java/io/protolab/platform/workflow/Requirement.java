package io.protolab.platform.workflow;

import io.protolab.platform.experiment.AugmentationSpec;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.EvaluationSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.TrainableSpec;
import io.protolab.platform.experiment.TrialSpec;
import org.jspecify.annotations.Nullable;

/**
 * What must be ready before a trial can train; trials with equal requirements share it.
 *
 * @param augmentation views to be cached; absent where there are none
 */
public record Requirement(
        DatasetSpec dataset,
        BackboneSpec backbone,
        EvaluationSpec evaluation,
        ReferenceSwitches switches,
        @Nullable AugmentationSpec augmentation) {
    public static Requirement of(TrialSpec trial) {
        AugmentationSpec augmentation = trial.training().augmentation();
        return new Requirement(
                trial.dataset(),
                trial.backbone(),
                trial.evaluation(),
                trial.switches(),
                augmentation.keepsViews() && trial.backbone().trainable().scope() != TrainableSpec.Scope.ALL
                        ? augmentation
                        : null);
    }

    /** The same without augmentation. */
    public Requirement plain() {
        return new Requirement(dataset, backbone, evaluation, switches, null);
    }

    /** Dataset and backbone by name, for people. */
    public String label() {
        return dataset.name() + "/" + backbone.name();
    }
}
