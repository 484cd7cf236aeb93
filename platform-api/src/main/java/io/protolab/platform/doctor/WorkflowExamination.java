package io.protolab.platform.doctor;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.finding.Case;
import io.protolab.platform.finding.Examination;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.registry.Audit;
import io.protolab.platform.registry.Audit.Standing;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.Executions;
import io.protolab.platform.workflow.Executions.Execution;
import io.protolab.platform.workflow.WorkflowIds;
import io.protolab.platform.workflow.WorkflowIds.Purpose;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Workflows that run for sweeps and trials which have ended, or which the registry does not know. Where the server lists no workflows, those of the
 * newest sweeps are asked for one by one.
 */
public final class WorkflowExamination implements Examination {
    /** A trial's workflow tidies up for a minute after the trial has ended. */
    private static final Duration FAREWELL = Duration.ofMinutes(3);

    /** Without a list: a question takes a millisecond, and what ended long ago was asked for before. */
    private static final int NEWEST_SWEEPS = 50;

    private static final int MOST_QUESTIONS = 1000;

    private final Registry registry;
    private final Audit audit;
    private final Executions executions;
    private final Clock clock;

    public WorkflowExamination(Registry registry, Audit audit, Executions executions, Clock clock) {
        this.registry = registry;
        this.audit = audit;
        this.executions = executions;
        this.clock = clock;
    }

    @Override
    public List<Case> examine() {
        return executions.running().orElseGet(this::askedFor).stream()
                .flatMap(execution -> judge(execution).filter(suspect -> runs(execution)).stream())
                .toList();
    }

    /** Asked for itself, because lists are a moment behind. */
    private boolean runs(Execution listed) {
        return executions
                .find(listed.workflowId())
                .filter(Execution::running)
                .filter(now -> now.runId().equals(listed.runId()))
                .isPresent();
    }

    private List<Execution> askedFor() {
        return registry.sweeps(NEWEST_SWEEPS).stream()
                .flatMap(sweep -> Stream.concat(
                        Stream.of(WorkflowIds.sweep(sweep.id()))
                                .filter(id -> sweep.state().isFinal()),
                        registry.trials(sweep.id()).stream()
                                .filter(trial -> trial.state().isFinal())
                                .map(TrialRecord::id)
                                .map(WorkflowIds::trial)))
                .limit(MOST_QUESTIONS)
                .flatMap(id -> executions.find(id).stream())
                .filter(Execution::running)
                .toList();
    }

    /** Workflows that are not ours, and exports and evictions that the registry has a use for, are none of our business. */
    private Optional<Case> judge(Execution execution) {
        Purpose purpose = WorkflowIds.purpose(execution.workflowId());
        return switch (purpose.kind()) {
            case SWEEP -> sweep(execution, purpose.subject());
            case TRIAL -> trial(execution, purpose.subject());
            case EXPORT -> export(execution, purpose.subject());
            case EVICTION -> eviction(execution, purpose.subject());
            case OTHER -> Optional.empty();
        };
    }

    private Optional<Case> sweep(Execution execution, String id) {
        Optional<SweepRecord> sweep = registry.findSweep(id);
        if (sweep.isEmpty()) {
            return Optional.of(end(execution, id, "runs for a sweep that the registry does not know"));
        }
        return isOver(execution, sweep.get().endedAt())
                ? Optional.of(end(
                        execution,
                        id,
                        "runs although the sweep is " + sweep.get().state()))
                : Optional.empty();
    }

    private Optional<Case> trial(Execution execution, String id) {
        Map<String, Standing> known = audit.standings(List.of(id));
        Standing trial = known.get(id);
        if (trial == null) {
            return Optional.of(end(execution, id, "runs for a trial that the registry does not know"));
        }
        return isOver(execution, trial.endedAt())
                ? Optional.of(end(execution, id, "runs although the trial is " + trial.state()))
                : Optional.empty();
    }

    private Optional<Case> export(Execution execution, String id) {
        Standing trial = audit.standings(List.of(id)).get(id);
        return trial != null && trial.state() == TrialState.COMPLETE
                ? Optional.empty()
                : Optional.of(end(
                        execution,
                        id,
                        trial == null
                                ? "exports a trial that the registry does not know"
                                : "exports a trial that is " + trial.state()));
    }

    private Optional<Case> eviction(Execution execution, String key) {
        boolean known =
                registry.featureSets().stream().anyMatch(set -> set.key().equals(key));
        return known
                ? Optional.empty()
                : Optional.of(end(execution, key, "deletes a feature set that the registry does not know"));
    }

    /** One that began after the end has nothing to tidy up. */
    private boolean isOver(Execution execution, @Nullable Instant endedAt) {
        return endedAt != null
                && (execution.startedAt().isAfter(endedAt)
                        || endedAt.isBefore(clock.instant().minus(FAREWELL)));
    }

    private Case end(Execution execution, String subject, String what) {
        String sentence = "a workflow " + what;
        return Case.of(
                Finding.mendable(
                        ExaminedSystem.TEMPORAL,
                        subject,
                        sentence,
                        execution.workflowId() + " runs since " + execution.startedAt(),
                        "terminates run " + execution.runId()),
                () -> executions.terminate(execution, "protolab doctor: " + sentence));
    }
}
