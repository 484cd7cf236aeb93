package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EvaluationActivities;
import io.protolab.platform.workflow.ExportActivities;
import io.protolab.platform.workflow.Measurement;
import io.protolab.platform.workflow.MetricActivities;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.RegistryActivities.TrialStanding;
import io.protolab.platform.workflow.ReportActivities;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.TrialInput;
import io.protolab.platform.workflow.TrialWorkflow;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;

/** One trial: train, evaluate, export, measure, render, record, tidy up; what the training reports meanwhile goes into the journal. */
public final class TrialWorkflowImpl implements TrialWorkflow {
    private final RegistryActivities registry = ActivityPolicies.registry();
    private final CancellationScope story = Workflow.newCancellationScope(this::tell);
    private final FullDisk disk = new FullDisk(story::isCancelRequested, this::heldUp, reason -> this.goesOn());
    private final TrainingActivities training = ActivityPolicies.training(disk);
    private final EvaluationActivities evaluation = ActivityPolicies.evaluation(disk);
    private final ExportActivities exports = ActivityPolicies.exports();
    private final MetricActivities metrics = ActivityPolicies.metrics(disk);
    private final ReportActivities reports = ActivityPolicies.reports(disk);

    private final TrialInput trial;
    private final Journal journal = new Journal();
    private TrialState state = TrialState.WAITING;
    private int earlierAttempts;

    @WorkflowInit
    public TrialWorkflowImpl(TrialInput trial) {
        this.trial = trial;
    }

    @Override
    public TrialState run(TrialInput input) {
        try {
            story.run();
        } catch (TemporalFailure failure) {
            TrialState end = endAfter(failure);
            Workflow.newDetachedCancellationScope(() -> giveUp(end, failure)).run();
        }
        SweepNotice.trialEnded(trial.trialId(), state);
        return state;
    }

    private void tell() {
        Workflow.newDetachedCancellationScope(this::begin).run();
        if (!state.isFinal()) {
            TrainedHead head = training.train(trial);
            journal.write(() -> registry.attemptEnded(trial.trialId(), "done"));
            Evidence evidence = evaluation.evaluate(trial, head);
            List<Artifact> exported = export(head, evidence);
            Workflow.newDetachedCancellationScope(() -> finish(head, evidence, exported))
                    .run();
        }
    }

    private void begin() {
        TrialStanding standing = registry.trialStarted(trial);
        state = standing.state();
        earlierAttempts = standing.attempts();
        journal.open();
    }

    /** What cannot be exported is trained and evaluated all the same. */
    private List<Artifact> export(TrainedHead head, Evidence evidence) {
        try {
            ExportInput input = new ExportInput(
                    trial.trialId(),
                    trial.spec(),
                    trial.dataset().manifest(),
                    head.head(),
                    evidence.prototypes(),
                    head.provenance().weightsSha256());
            return disk.outlast(() -> exports.exportStandard(input));
        } catch (ActivityFailure failure) {
            if (FailureReason.isCancellation(failure)) {
                throw failure;
            }
            journal.write(() -> registry.exportFailed(trial.trialId(), FailureReason.of(failure)));
            return List.of();
        }
    }

    /** The cards are free again and what remains takes seconds, so that neither a pause nor a cancellation breaks it off, a full disk aside. */
    private void finish(TrainedHead head, Evidence evidence, List<Artifact> exported) {
        Measurement measurement = metrics.measure(trial, evidence);
        List<Artifact> pictures = reports.render(trial, head, evidence, measurement);
        journal.awaitWritten();
        journal.verify();
        state = registry.trialCompleted(
                trial, head, evidence, TrialFiles.result(head, evidence, measurement, pictures, exported));
        UsedCheckpoints.delete(trial.trialId());
    }

    private void heldUp(String reason) {
        journal.write(() -> registry.trialEnded(trial.trialId(), TrialState.WAITING, reason));
    }

    private void goesOn() {
        journal.write(() -> registry.trialStarted(trial));
    }

    /** A cancelled workflow is a cancelled trial, a cancelled story alone is handed back, and everything else a failed trial. */
    private TrialState endAfter(TemporalFailure failure) {
        if (!FailureReason.isCancellation(failure)) {
            return TrialState.FAILED;
        }
        return CancellationScope.current().isCancelRequested() ? TrialState.CANCELLED : TrialState.WAITING;
    }

    private void giveUp(TrialState end, TemporalFailure failure) {
        String reason = switch (end) {
            case WAITING -> "handed back with its checkpoint";
            case CANCELLED -> "cancelled";
            default -> FailureReason.of(failure);
        };
        journal.write(() -> registry.attemptEnded(trial.trialId(), reason));
        journal.awaitWritten();
        state = registry.trialEnded(trial.trialId(), end, reason);
    }

    @Override
    public void attemptStarted(AttemptStart attempt) {
        journal.write(() -> registry.attemptStarted(trial.trialId(), attempt.after(earlierAttempts)));
    }

    @Override
    public void attemptFailed(String cause) {
        journal.write(() -> registry.attemptEnded(trial.trialId(), cause));
    }

    @Override
    public void epochsFinished(List<EpochMetrics> epochs) {
        journal.write(() -> registry.epochsFinished(trial.trialId(), epochs));
    }

    @Override
    public void handBack() {
        story.cancel("handed back");
    }
}
