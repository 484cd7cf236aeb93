package io.protolab.gpu.activity;

import io.protolab.gpu.features.FeatureSets;
import io.protolab.platform.workflow.FeatureActivities;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.FeatureSet;
import io.temporal.activity.Activity;

/** Images to patch tokens, once per dataset, backbone and preprocessing. */
public final class FeatureActivitiesImpl implements FeatureActivities {
    private final FeatureSets sets;
    private final WorkerLife worker;

    public FeatureActivitiesImpl(FeatureSets sets, WorkerLife worker) {
        this.sets = sets;
        this.worker = worker;
    }

    @Override
    public FeatureSet extract(FeatureRequest request) {
        String doing = "features of " + request.dataset().name() + " under "
                + request.backbone().name();
        try (Pulse pulse = Pulse.start(Activity.getExecutionContext(), worker, doing)) {
            return Failures.translated(pulse, () -> sets.extract(request, pulse.progress(doing)));
        }
    }
}
