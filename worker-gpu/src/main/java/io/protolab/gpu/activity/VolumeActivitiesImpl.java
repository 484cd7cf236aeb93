package io.protolab.gpu.activity;

import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.training.Checkpoints;
import io.protolab.platform.workflow.VolumeActivities;
import java.nio.file.Path;

/** Deletes what is no longer needed on the volume that all GPU workers see. */
public final class VolumeActivitiesImpl implements VolumeActivities {
    private final FeatureCache features;
    private final TrialDirectories directories;

    /** @param work directory of checkpoints */
    public VolumeActivitiesImpl(FeatureCache features, Path work) {
        this.features = features;
        directories = new TrialDirectories(work);
    }

    @Override
    public void deleteCheckpoints(String trialId) {
        boolean unused = Failures.translated(() -> {
            Checkpoints.delete(directories.home(trialId));
            return true;
        });
    }

    @Override
    public void deleteFeatures(String key) {
        boolean unused = Failures.translated(() -> features.evict(key));
    }
}
