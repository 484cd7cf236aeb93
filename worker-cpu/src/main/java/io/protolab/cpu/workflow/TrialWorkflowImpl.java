package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EpochReport;
import io.protolab.platform.workflow.EvaluationActivities;
import io.protolab.platform.workflow.ExportActivities;
import io.protolab.platform.workflow.Measurement;
import io.protolab.platform.workflow.MetricActivities;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.RegistryActivities.TrialStanding;
import io.protolab.platform.workflow.ReportActivities;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import io.protolab.platform.workflow.TrialWorkflow;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;

/** One trial: train, evaluate, export, measure, render, record, tidy up; what the training reports meanwhile goes into the journal. */
public class TrialWorkflowImpl implements TrialWorkflow {
    private final RegistryActivities registry = ActivityPolicies.registry();
    private final CancellationScope story = Workflow.newCancellationScope(this::tell);
    private final Journal journal = new Journal();
    private final TrialInput trial;
    private final TrialJournal notes;
    private final Recovery recovery;
    private final TrainingAttempts training;
    private final EvaluationActivities evaluation;
    private final ExportActivities exports;
    private final MetricActivities metrics;
    private final ReportActivities reports;
    private TrialState state = TrialState.WAITING;

    @WorkflowInit
    public TrialWorkflowImpl(TrialInput trial) {
        this(trial, TrainingAttempts.TRIES_PER_RUN);
    }

    TrialWorkflowImpl(TrialInput trial, int triesPerRun) {
        this.trial = trial;
        notes = new TrialJournal(registry, journal, trial);
        recovery = new Recovery(story::isCancelRequested, notes);
        training = new TrainingAttempts(registry, journal, trial, triesPerRun);
        evaluation = ActivityPolicies.evaluation(recovery);
        exports = ActivityPolicies.exports(recovery);
        metrics = ActivityPolicies.metrics(recovery);
        reports = ActivityPolicies.reports(recovery);
    }

    @Override
    public TrialState run(TrialInput input) {
        try {
            story.run();
        } catch (TemporalFailure failure) {
            TrialEnd end = TrialEnd.after(failure, CancellationScope.current().isCancelRequested());
            Workflow.newDetachedCancellationScope(() -> giveUp(end)).run();
        }
        Searchable.show(state);
        SweepNotice.trialEnded(trial.trialId(), state);
        return state;
    }

    private void tell() {
        Workflow.newDetachedCancellationScope(this::begin).run();
        if (!state.isFinal()) {
            TrainedHead head = recovery.perform(training);
            Evidence evidence = evaluation.evaluate(trial, head);
            List<Artifact> exported = TrialExport.of(trial, head, evidence, exports, notes::exportFailed);
            Workflow.newDetachedCancellationScope(() -> finish(head, evidence, exported))
                    .run();
        }
    }

    private void begin() {
        TrialStanding standing = registry.trialStarted(trial);
        state = standing.state();
        Searchable.show(state);
        training.goOnAfter(standing.attempts());
        journal.open();
    }

    /** The cards are free again and what remains takes seconds, so that neither a pause nor a cancellation breaks it off, an outage aside. */
    private void finish(TrainedHead head, Evidence evidence, List<Artifact> exported) {
        Measurement measurement = metrics.measure(trial, evidence);
        List<Artifact> pictures = reports.render(trial, head, evidence, measurement);
        journal.awaitWritten();
        journal.verify();
        state = registry.trialCompleted(
                trial, head, evidence, TrialFiles.result(head, evidence, measurement, pictures, exported));
        UsedCheckpoints.delete(trial.trialId());
    }

    private void giveUp(TrialEnd end) {
        training.stopped(end.state() == TrialState.CANCELLED ? AttemptOutcome.CANCELLED : AttemptOutcome.HANDED_BACK);
        journal.awaitWritten();
        state = registry.trialEnded(trial.trialId(), end.state(), end.reason());
    }

    @Override
    public void attemptStarted(AttemptStart attempt) {
        training.started(attempt);
    }

    @Override
    public void epochsFinished(EpochReport report) {
        training.reported(report);
    }

    @Override
    public void handBack() {
        story.cancel("handed back");
    }
}
