package io.protolab.cpu.workflow;

import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.workflow.CheckupActivities;
import io.protolab.platform.workflow.CheckupWorkflow;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.VolumeActivities;
import io.protolab.platform.workflow.VolumeFinding;
import io.protolab.platform.workflow.VolumeFinding.Remedy;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.List;

/** One examination: MLflow and the volumes beside each other, and what is away becomes a finding. */
public final class CheckupWorkflowImpl implements CheckupWorkflow {
    private final CheckupActivities registry = ActivityPolicies.checkup();
    private final VolumeActivities volume = ActivityPolicies.survey();

    @Override
    public List<Finding> examine(boolean mend) {
        Promise<List<Finding>> mlflow = Async.function(this::mlflow, mend);
        Promise<List<Finding>> volumes = Async.function(this::volumes, mend);
        List<Finding> all = new ArrayList<>(mlflow.get());
        all.addAll(volumes.get());
        return all;
    }

    private List<Finding> mlflow(boolean mend) {
        try {
            return registry.examineMlflow(mend);
        } catch (ActivityFailure failure) {
            return List.of(Finding.forAPerson(
                    ExaminedSystem.MLFLOW,
                    "mlflow",
                    "MLflow was not examined",
                    FailureReason.of(failure),
                    "'protolab doctor' again; see the log of the CPU worker if it stays so"));
        }
    }

    private List<Finding> volumes(boolean mend) {
        List<VolumeFinding> found;
        try {
            found = registry.judge(volume.survey());
        } catch (ActivityFailure failure) {
            return List.of(absent(failure));
        }
        return found.stream()
                .map(one -> mend && one.remedy() != null ? mended(one, one.remedy()) : one.finding())
                .toList();
    }

    private static Finding absent(ActivityFailure failure) {
        boolean nobody = failure.getCause() instanceof TimeoutFailure timeout
                && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
        return nobody
                ? Finding.forAPerson(
                        ExaminedSystem.VOLUMES,
                        "gpu worker",
                        "no GPU worker answers, so that the volumes were not examined",
                        "nobody took the survey from queue " + TaskQueues.GPU_FILES,
                        "start a GPU worker, or see its log; then 'protolab doctor' again")
                : Finding.forAPerson(
                        ExaminedSystem.VOLUMES,
                        "volumes",
                        "the volumes were not examined",
                        FailureReason.of(failure),
                        "see that they are mounted and readable for the GPU workers; then 'protolab doctor' again");
    }

    private Finding mended(VolumeFinding found, Remedy remedy) {
        try {
            apply(remedy, found.target());
            Finding mended = found.finding().mended();
            registry.mended(mended);
            return mended;
        } catch (ActivityFailure failure) {
            return found.finding().notMended(FailureReason.of(failure));
        }
    }

    private void apply(Remedy remedy, String target) {
        switch (remedy) {
            case DELETE_CHECKPOINTS -> volume.deleteCheckpoints(target);
            case SET_ASIDE -> volume.setAside(target);
            case DELETE_LEFTOVER -> volume.deleteLeftover(target);
            case DELETE_FEATURES -> volume.deleteFeatures(target);
            case GIVE_UP_FEATURES -> {
                boolean unused = registry.giveUpFeatures(target);
            }
        }
    }

    @Override
    public boolean attended() {
        return true;
    }
}
