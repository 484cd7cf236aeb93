package io.protolab.cpu.tracking;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import org.mlflow.api.proto.Service.RunStatus;

/** Our states in the words of MLflow, which has fewer. */
final class RunStatuses {
    private RunStatuses() {}

    static RunStatus of(SweepState state) {
        return switch (state) {
            case WAITING, PAUSED -> RunStatus.SCHEDULED;
            case RUNNING -> RunStatus.RUNNING;
            case COMPLETE -> RunStatus.FINISHED;
            case FAILED -> RunStatus.FAILED;
            case CANCELLED -> RunStatus.KILLED;
        };
    }

    static RunStatus of(TrialState state) {
        return switch (state) {
            case WAITING -> RunStatus.SCHEDULED;
            case RUNNING -> RunStatus.RUNNING;
            case COMPLETE, STOPPED_EARLY -> RunStatus.FINISHED;
            case FAILED -> RunStatus.FAILED;
            case CANCELLED -> RunStatus.KILLED;
        };
    }
}
