package io.protolab.platform.doctor;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.finding.Case;
import io.protolab.platform.finding.Examination;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.registry.Audit;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.Executions;
import io.protolab.platform.workflow.Executions.Execution;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.WorkflowIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Open sweeps and running trials of the registry that have no workflow. */
public final class ExecutionExamination implements Examination {
    private final Registry registry;
    private final Audit audit;
    private final Executions executions;
    private final SweepClient sweeps;

    public ExecutionExamination(Registry registry, Audit audit, Executions executions, SweepClient sweeps) {
        this.registry = registry;
        this.audit = audit;
        this.executions = executions;
        this.sweeps = sweeps;
    }

    @Override
    public List<Case> examine() {
        List<Case> cases = new ArrayList<>();
        for (SweepRecord sweep : registry.openSweeps()) {
            if (isMissing(WorkflowIds.sweep(sweep.id()))
                    && registry.findSweep(sweep.id())
                            .filter(now -> !now.state().isFinal())
                            .isPresent()) {
                cases.add(open(sweep));
            }
        }
        for (TrialRecord trial : audit.runningTrials()) {
            if (isMissing(WorkflowIds.trial(trial.id()))) {
                running(trial).ifPresent(cases::add);
            }
        }
        return cases;
    }

    private boolean isMissing(String workflowId) {
        return executions.find(workflowId).filter(Execution::running).isEmpty();
    }

    private Case open(SweepRecord sweep) {
        return Case.of(
                Finding.mendable(
                        ExaminedSystem.REGISTRY,
                        sweep.id(),
                        "the sweep is " + sweep.state() + " and no workflow works on it",
                        "Temporal runs no " + WorkflowIds.sweep(sweep.id()),
                        "starts its workflow, which goes on where the registry says"),
                () -> sweeps.start(sweep.id(), sweep.spec()));
    }

    /** A workflow says in the registry how it ended before it closes, so only a second look tells. */
    private Optional<Case> running(TrialRecord seen) {
        boolean runs = registry.findTrial(seen.id())
                .filter(now -> now.state() == TrialState.RUNNING)
                .isPresent();
        SweepState sweep = registry.findSweep(seen.sweepId()).orElseThrow().state();
        if (!runs) {
            return Optional.empty();
        }
        if (sweep.isFinal()) {
            return Optional.of(end(seen, sweep, TrialState.CANCELLED));
        }
        return Optional.of(
                sweep == SweepState.RUNNING
                        ? Case.forAPerson(Finding.forAPerson(
                                ExaminedSystem.REGISTRY,
                                seen.id(),
                                "the trial is RUNNING and no workflow works on it",
                                evidence(seen),
                                "its sweep runs, is not touched, and starts it again within the hour; 'protolab pause "
                                        + seen.sweepId() + "' and 'resume' have it look at once"))
                        : end(seen, sweep, TrialState.WAITING));
    }

    private Case end(TrialRecord trial, SweepState sweep, TrialState end) {
        String reason = "no workflow works on it, and its sweep is " + sweep;
        return Case.of(
                Finding.mendable(
                        ExaminedSystem.REGISTRY,
                        trial.id(),
                        "the trial is RUNNING although its sweep is " + sweep,
                        evidence(trial),
                        end == TrialState.WAITING
                                ? "makes it WAITING, with its checkpoint, until its sweep starts it"
                                : "makes it " + end + "; what it recorded stays"),
                () -> registry.endTrial(trial.id(), end, reason, List.of()));
    }

    private static String evidence(TrialRecord trial) {
        return "Temporal runs no " + WorkflowIds.trial(trial.id());
    }
}
