package io.protolab.gpu.activity;

import io.protolab.gpu.tensor.StopPoint;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.util.concurrent.Callable;

/** What activities throw, in the words of {@link AttemptOutcome}. */
final class Failures {
    private Failures() {}

    /**
     * Runs the work of an activity, which ends at a {@link StopPoint} if it is to; its failure says how far a training came, and a worker
     * whose device failed ends.
     */
    static <T> T translated(Pulse pulse, Callable<T> work) {
        try (StopPoint obeyed = StopPoint.obeying(pulse::stopIfRequested)) {
            pulse.stopIfRequested();
            return work.call();
        } catch (TemporalFailure | ActivityCompletionException e) {
            throw e;
        } catch (Throwable e) { // an OutOfMemoryError is a failure like others
            AttemptOutcome outcome = Diagnosis.of(e);
            if (outcome == AttemptOutcome.DEVICE_FAULT) {
                pulse.worker().deviceFailed(evidence(e));
            }
            throw AttemptFailure.of(outcome, evidence(e), pulse.trainedSteps(), e);
        }
    }

    /** Runs the work of an activity that needs no device. */
    static <T> T translated(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw failure(e);
        }
    }

    private static ApplicationFailure failure(Exception e) {
        return AttemptFailure.of(Diagnosis.of(e), evidence(e), e);
    }

    private static String evidence(Throwable failure) {
        String message = failure.getMessage();
        return message == null || failure instanceof Error ? failure.toString() : message;
    }
}
