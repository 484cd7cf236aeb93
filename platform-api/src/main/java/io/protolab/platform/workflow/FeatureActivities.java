package io.protolab.platform.workflow;

import io.temporal.activity.ActivityInterface;

/** Queue {@link TaskQueues#GPU}. */
@ActivityInterface
public interface FeatureActivities {
    /** Extracts patch tokens of a dataset or of a view of its training images, or finds and verifies them if they exist. */
    FeatureSet extract(FeatureRequest request);
}
