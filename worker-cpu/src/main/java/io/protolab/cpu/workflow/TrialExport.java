package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.workflow.ExportActivities;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.failure.TemporalFailure;
import java.util.List;
import java.util.function.Consumer;

/** The files that every trial leaves for other programs. */
final class TrialExport {
    private TrialExport() {}

    /** Empty, with a reason, if it cannot be exported; it is trained and evaluated all the same. */
    static List<Artifact> of(
            TrialInput trial, TrainedHead head, Evidence evidence, ExportActivities exports, Consumer<String> failed) {
        try {
            return exports.exportStandard(new ExportInput(
                    trial.trialId(),
                    trial.spec(),
                    trial.dataset().manifest(),
                    head.head(),
                    evidence.prototypes(),
                    head.provenance().weightsSha256()));
        } catch (TemporalFailure failure) {
            if (FailureReason.isCancellation(failure)) {
                throw failure;
            }
            failed.accept(FailureReason.of(failure));
            return List.of();
        }
    }
}
