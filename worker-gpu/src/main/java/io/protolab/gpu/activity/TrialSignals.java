package io.protolab.gpu.activity;

import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EpochReport;

/** What a training tells its workflow while it runs. */
public interface TrialSignals {
    void attemptStarted(String trialId, AttemptStart attempt);

    void epochsFinished(String trialId, EpochReport report);
}
