package io.protolab.gpu.activity;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EpochReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A workflow that only listens. */
final class RecordedSignals implements TrialSignals {
    final List<AttemptStart> attempts = Collections.synchronizedList(new ArrayList<>());
    final List<EpochMetrics> epochs = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger signalsToLose = new AtomicInteger();

    @Override
    public void attemptStarted(String trialId, AttemptStart attempt) {
        attempts.add(attempt);
    }

    @Override
    public void epochsFinished(String trialId, EpochReport report) {
        if (signalsToLose.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
            throw new IllegalStateException("the server is away");
        }
        epochs.addAll(report.epochs());
    }
}
