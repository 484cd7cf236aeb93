package io.protolab.gpu.activity;

import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.training.Checkpoints;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.workflow.VolumeActivities;
import io.protolab.platform.workflow.VolumeSurvey;
import java.time.Clock;

/** Tells what lies on the volume that all GPU workers see, and deletes what is no longer needed. */
public final class VolumeActivitiesImpl implements VolumeActivities {
    private final FeatureCache features;
    private final TrialDirectories directories;
    private final VolumeContents contents;

    /** @param work volume of checkpoints */
    public VolumeActivitiesImpl(FeatureCache features, Volume work) {
        this.features = features;
        directories = new TrialDirectories(work);
        contents = new VolumeContents(features.volume().root(), directories, Clock.systemUTC());
    }

    @Override
    public void deleteCheckpoints(String trialId) {
        boolean unused = Failures.translated(() -> {
            directories.volume().require();
            Checkpoints.delete(directories.home(trialId));
            return true;
        });
    }

    @Override
    public void deleteFeatures(String key) {
        boolean unused = Failures.translated(() -> features.evict(key));
    }

    @Override
    public VolumeSurvey survey() {
        return Failures.translated(() -> {
            directories.volume().require();
            features.volume().require();
            return contents.survey();
        });
    }

    @Override
    public void setAside(String trialId) {
        boolean unused = Failures.translated(() -> {
            directories.volume().require();
            return contents.setAside(trialId);
        });
    }

    @Override
    public void deleteLeftover(String path) {
        boolean unused = Failures.translated(() -> contents.deleteLeftover(path));
    }
}
