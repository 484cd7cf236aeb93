package io.protolab.platform.workflow;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.EvaluationSpec;
import io.protolab.platform.experiment.ReferenceSwitches;

/** Asks for the patch tokens of a dataset; the evaluation says which noisy copies are needed. */
public record FeatureRequest(
        PreparedDataset dataset, BackboneSpec backbone, EvaluationSpec evaluation, ReferenceSwitches switches) {}
