package io.protolab.platform.workflow;

import io.temporal.activity.ActivityInterface;

/** Queue {@link TaskQueues#GPU_FILES}. Every method may be repeated; what is gone already is fine. */
@ActivityInterface
public interface VolumeActivities {
    /** Deletes what a training kept to go on from. Only for a trial that will never train again. */
    void deleteCheckpoints(String trialId);

    /** Deletes a feature set; whoever reads it may go on. */
    void deleteFeatures(String key);

    /** What there is; changes nothing. */
    VolumeSurvey survey();

    /** Moves the checkpoints of a trial that nobody knows to where no training finds them, for a person to look at and delete. */
    void setAside(String trialId);

    /**
     * Deletes something unfinished that a process left behind.
     *
     * @param path as the survey says; anything else stays
     */
    void deleteLeftover(String path);
}
