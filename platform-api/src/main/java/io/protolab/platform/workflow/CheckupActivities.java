package io.protolab.platform.workflow;

import io.protolab.platform.finding.Finding;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Queue {@link TaskQueues#REGISTRY}. Every method may be repeated. */
@ActivityInterface
public interface CheckupActivities {
    /**
     * Compares MLflow with the registry.
     *
     * @param mend whether to mend as well
     */
    List<Finding> examineMlflow(boolean mend);

    /** Holds what lies on the GPU workers' volumes against the registry. */
    List<VolumeFinding> judge(VolumeSurvey survey);

    /** Says of a feature set, whose files are gone, that they are; false if an open sweep uses it. */
    boolean giveUpFeatures(String key);

    /** A finding was mended elsewhere. */
    void mended(Finding finding);
}
