package io.protolab.platform.workflow;

import io.protolab.platform.evaluation.Evidence;
import io.temporal.activity.ActivityInterface;

/** Queue {@link TaskQueues#CPU}. */
@ActivityInterface
public interface MetricActivities {
    /** Turns evidence into numbers. */
    Measurement measure(TrialInput trial, Evidence evidence);
}
