package io.protolab.platform.workflow;

import io.protolab.platform.evaluation.Evidence;
import io.temporal.activity.ActivityInterface;

/** Queue {@link TaskQueues#GPU}. */
@ActivityInterface
public interface EvaluationActivities {
    /** Runs the trained head over the test split and writes the evidence. */
    Evidence evaluate(TrialInput trial, TrainedHead head);
}
