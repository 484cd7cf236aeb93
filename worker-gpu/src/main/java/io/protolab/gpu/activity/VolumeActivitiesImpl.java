package io.protolab.gpu.activity;

import io.protolab.gpu.training.Checkpoints;
import io.protolab.platform.workflow.VolumeActivities;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deletes what is no longer needed on the volume that all GPU workers see. */
public final class VolumeActivitiesImpl implements VolumeActivities {
    private final TrialDirectories directories;

    /** @param work directory of checkpoints */
    public VolumeActivitiesImpl(Path work) {
        directories = new TrialDirectories(work);
    }

    @Override
    public void deleteCheckpoints(String trialId) {
        boolean unused = Failures.translated(() -> {
            new Checkpoints(directories.checkpoints(trialId)).delete();
            return Files.deleteIfExists(directories.home(trialId));
        });
    }
}
