package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.SweepProgress;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.RegistryActivities.SweepStanding;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.TrialInput;
import io.protolab.platform.workflow.TrialWorkflow;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.worker.NonDeterministicException;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The trials in flight, at most as many as the spec's parallelism. Trials outlive the run of the sweep that started them, so that continue-as-new
 * neither waits for hours nor stops anything: the next run starts every open trial again under its own id, and one that still runs is
 * thereby <em>joined</em>. A trial started here ends with its workflow; a joined one tells the sweep by signal, and is started again
 * from time to time in case it went away without a word.
 */
final class TrialWindow {
    /** A trial costs some thirteen events here: that many come near the 4,096 at which Temporal suggests to continue as new. */
    static final int STARTS_PER_RUN = 300;

    /** A trial may close a moment after it was joined, so the first look is soon; the next ones double. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    /** How long a joined trial that was terminated by hand goes unnoticed; a look costs some five events per joined trial. */
    private static final Duration LONGEST_LOOK = Duration.ofHours(1);

    /** A trial needs a step of its GPU worker and a checkpoint to stop; one that takes longer is told again. */
    private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

    private final RegistryActivities registry;
    private final SweepSpec spec;
    private final int startsPerRun;
    private final Map<String, TrialInput> open = new LinkedHashMap<>();
    private final Map<String, TrialInput> joined = new LinkedHashMap<>();
    private final Map<String, TrialState> ends = new HashMap<>();
    private SweepStanding standing = new SweepStanding(SweepState.WAITING, 0, 0, 0);
    private Duration look = FIRST_LOOK;
    private int started;
    private @Nullable RuntimeException unrecorded;

    TrialWindow(RegistryActivities registry, SweepSpec spec, int startsPerRun) {
        this.registry = registry;
        this.spec = spec;
        this.startsPerRun = startsPerRun;
    }

    /** Counts on from what the registry knows. */
    void countFrom(SweepStanding recorded) {
        standing = recorded;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    boolean hasRoom() {
        return open.size() < spec.parallelism();
    }

    private List<String> running() {
        return List.copyOf(open.keySet());
    }

    private int complete() {
        return standing.complete() + count(TrialState.COMPLETE);
    }

    private int failed() {
        return standing.failed() + count(TrialState.FAILED);
    }

    /** Whether more trials failed than the spec tolerates. */
    boolean isBudgetSpent() {
        return failed() > spec.failureBudget();
    }

    /** Why nothing more is started. */
    String spentBudget() {
        return failed() + " trials failed, failureBudget tolerates " + spec.failureBudget();
    }

    /** Whether the workflow should continue as new before it starts more; joined trials alone are no reason. */
    boolean isHistoryLong() {
        return started >= startsPerRun || (started > 0 && Workflow.getInfo().isContinueAsNewSuggested());
    }

    /** Starts a trial, or joins it if it runs already; returns when Temporal has answered which. */
    void start(TrialInput trial) {
        open.put(trial.trialId(), trial);
        TrialWorkflow workflow = Workflow.newChildWorkflowStub(
                TrialWorkflow.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.trial(trial.trialId()))
                        .setTaskQueue(TaskQueues.CPU)
                        .setTypedSearchAttributes(Searchable.ofTrial(trial.spec()))
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                        .setCancellationType(ChildWorkflowCancellationType.ABANDON)
                        .build());
        Async.function(workflow::run, trial)
                .handle((end, failure) -> failure == null ? close(trial.trialId(), end) : lose(trial, failure));
        try {
            Workflow.getWorkflowExecution(workflow).get();
            started++;
            joined.remove(trial.trialId());
            open.put(trial.trialId(), trial);
        } catch (ChildWorkflowFailure refused) {
            if (!runsAlready(refused)) {
                throw refused;
            }
            if (open.containsKey(trial.trialId())) {
                joined.put(trial.trialId(), trial);
            }
        }
    }

    /** A trial told that it ended. Matters for joined ones only: a workflow started here is over a moment later, when it closes. */
    void ended(String trialId, TrialState state) {
        if (joined.containsKey(trialId)) {
            close(trialId, state);
        }
    }

    /**
     * Waits until the condition holds; it may depend on trials that end. Fails if the registry refused to record an end, because the
     * trial would stay open for ever.
     */
    void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Workflow.await(() -> condition.getAsBoolean() || !joined.isEmpty());
            if (!Workflow.await(look, condition::getAsBoolean)) {
                look = look.multipliedBy(2).compareTo(LONGEST_LOOK) < 0 ? look.multipliedBy(2) : LONGEST_LOOK;
                List.copyOf(joined.values()).forEach(this::start);
            }
        }
        if (unrecorded != null) {
            throw unrecorded;
        }
    }

    /** Has every trial in flight handed back with its checkpoint; waits until all have stopped. */
    void handBack() {
        while (!open.isEmpty()) {
            running().forEach(trial -> Async.procedure(this::askBack, trial));
            Workflow.await(TELL_AGAIN, open::isEmpty);
        }
    }

    /** Lets every trial in flight end by itself, unless it is cut short. */
    void finish(BooleanSupplier cutShort) {
        Workflow.await(() -> open.isEmpty() || cutShort.getAsBoolean());
        handBack();
    }

    SweepProgress progress(SweepState state, Optional<String> stage) {
        return new SweepProgress(
                state,
                stage.orElse(isEmpty() ? "" : "running trials"),
                standing.trials(),
                complete(),
                failed(),
                running());
    }

    private void askBack(String trialId) {
        try {
            Workflow.newExternalWorkflowStub(TrialWorkflow.class, WorkflowIds.trial(trialId))
                    .handBack();
        } catch (TemporalFailure | WorkflowException gone) {
            ended(trialId, TrialState.WAITING);
        }
    }

    /** The workflow runs already, or it broke, or was cancelled or terminated from outside; whatever it recorded itself stays. */
    private TrialState lose(TrialInput trial, RuntimeException failure) {
        if (isOfAnotherVersion(failure)) {
            Async.procedure(this::start, trial);
        } else if (!runsAlready(failure)) {
            Async.function(registry::trialEnded, trial.trialId(), TrialState.FAILED, FailureReason.of(failure))
                    .handle((state, refused) -> {
                        unrecorded = refused;
                        return close(trial.trialId(), refused == null ? state : TrialState.FAILED);
                    });
        }
        return TrialState.RUNNING;
    }

    /** Then it is started again, and goes on from the registry and its checkpoint. */
    private static boolean isOfAnotherVersion(RuntimeException failure) {
        return failure.getCause() instanceof ApplicationFailure cause
                && cause.getType().equals(NonDeterministicException.class.getName());
    }

    private static boolean runsAlready(RuntimeException failure) {
        return failure.getCause() instanceof WorkflowExecutionAlreadyStarted;
    }

    private int count(TrialState state) {
        return (int) ends.values().stream().filter(end -> end == state).count();
    }

    private TrialState close(String trialId, TrialState state) {
        open.remove(trialId);
        joined.remove(trialId);
        ends.put(trialId, state);
        return state;
    }
}
