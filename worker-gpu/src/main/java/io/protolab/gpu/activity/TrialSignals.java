package io.protolab.gpu.activity;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.workflow.AttemptStart;
import java.util.List;

/** What a training tells its workflow while it runs. */
public interface TrialSignals {
    void attemptStarted(String trialId, AttemptStart attempt);

    void epochsFinished(String trialId, List<EpochMetrics> epochs);

    void attemptFailed(String trialId, String cause);
}
