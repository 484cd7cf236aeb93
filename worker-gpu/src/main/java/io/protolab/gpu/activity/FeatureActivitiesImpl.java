package io.protolab.gpu.activity;

import io.protolab.gpu.features.FeatureSets;
import io.protolab.platform.workflow.FeatureActivities;
import io.protolab.platform.workflow.FeatureRequest;
import io.protolab.platform.workflow.FeatureSet;
import io.temporal.activity.Activity;

/** Images to patch tokens, once per dataset, backbone and preprocessing. */
public final class FeatureActivitiesImpl implements FeatureActivities {
    private final FeatureSets sets;
    private final Draining draining;

    public FeatureActivitiesImpl(FeatureSets sets, Draining draining) {
        this.sets = sets;
        this.draining = draining;
    }

    @Override
    public FeatureSet extract(FeatureRequest request) {
        String doing = "features of " + request.dataset().name() + " under "
                + request.backbone().name();
        return Failures.translated(() -> {
            try (Pulse pulse = Pulse.start(Activity.getExecutionContext(), draining, doing, () -> {})) {
                return sets.extract(request, pulse.progress(doing));
            }
        });
    }
}
