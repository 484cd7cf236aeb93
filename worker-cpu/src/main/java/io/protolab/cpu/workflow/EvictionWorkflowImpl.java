package io.protolab.cpu.workflow;

import io.protolab.platform.workflow.EvictionWorkflow;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.VolumeActivities;

/** One eviction: give the set up in the registry, unless a sweep uses it, then delete its files. */
public final class EvictionWorkflowImpl implements EvictionWorkflow {
    private final RegistryActivities registry = ActivityPolicies.registry();
    private final VolumeActivities volume = ActivityPolicies.evictions();

    @Override
    public boolean evict(String key) {
        boolean givenUp = registry.featuresGivenUp(key);
        if (givenUp) {
            volume.deleteFeatures(key);
        }
        return givenUp;
    }
}
