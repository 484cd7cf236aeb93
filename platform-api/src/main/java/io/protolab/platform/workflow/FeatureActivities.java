package io.protolab.platform.workflow;

import io.temporal.activity.ActivityInterface;

/** Queue {@link TaskQueues#GPU}. */
@ActivityInterface
public interface FeatureActivities {
    /** Extracts patch tokens, or finds and verifies them if they exist. */
    FeatureSet extract(FeatureRequest request);
}
