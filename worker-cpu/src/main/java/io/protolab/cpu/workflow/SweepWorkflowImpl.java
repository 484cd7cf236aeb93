package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.SweepProgress;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.RegistryActivities.OpenTrial;
import io.protolab.platform.workflow.RegistryActivities.SweepStanding;
import io.protolab.platform.workflow.SweepInput;
import io.protolab.platform.workflow.SweepWorkflow;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** One sweep: ask where it stands, prepare what trials share, keep a window of trials in flight until none is open. */
public class SweepWorkflowImpl implements SweepWorkflow {
    private final RegistryActivities registry = ActivityPolicies.registry();
    private final SweepInput sweep;
    private final Orders orders;
    private final Preparation preparation;
    private final OpenTrials openTrials;
    private final TrialWindow window;
    private SweepState state = SweepState.WAITING;

    @WorkflowInit
    public SweepWorkflowImpl(SweepInput sweep) {
        this(sweep, TrialWindow.STARTS_PER_RUN);
    }

    SweepWorkflowImpl(SweepInput sweep, int startsPerRun) {
        this.sweep = sweep;
        orders = new Orders(registry, sweep.sweepId());
        preparation = new Preparation(registry, sweep.sweepId(), orders, sweep.prepared());
        openTrials = new OpenTrials(registry, sweep.sweepId());
        window = new TrialWindow(registry, sweep.spec(), startsPerRun);
    }

    /** Detached: a cancellation is an order that the story obeys, and nothing breaks off in the middle. */
    @Override
    public SweepState run(SweepInput input) {
        Workflow.newDetachedCancellationScope(this::tell).run();
        Searchable.show(state);
        return state;
    }

    private void tell() {
        SweepStanding standing = registry.sweepStarted(sweep.sweepId());
        state = standing.state();
        if (!state.isFinal()) {
            try {
                runFrom(standing);
            } catch (TemporalFailure failure) {
                window.finish(orders::cancel);
                end(SweepState.FAILED, FailureReason.of(failure));
            }
        }
    }

    private void runFrom(SweepStanding standing) {
        orders.begin(standing.state());
        window.countFrom(standing);
        orders.awaitRelease();
        preparation.run(orders::cancel);
        while (!orders.cancel() && !window.isBudgetSpent() && !openTrials.isEmpty()) {
            orders.awaitRelease();
            startTrials();
            window.await(() -> window.isEmpty() || orders.cancel() || (orders.pause() && !window.isBudgetSpent()));
            window.handBack();
        }
        if (orders.cancel()) {
            end(SweepState.CANCELLED, "cancelled");
        } else if (window.isBudgetSpent()) {
            end(SweepState.FAILED, window.spentBudget());
        } else {
            end(SweepState.COMPLETE, "");
        }
    }

    /** Until none is left to start, or none may be started. */
    private void startTrials() {
        for (OpenTrial trial : openTrials) {
            window.await(() -> window.hasRoom() || mayNotStart());
            if (mayNotStart()) {
                return;
            }
            if (window.isHistoryLong()) {
                Workflow.continueAsNew(sweep.withPrepared(preparation.ready()));
            }
            window.start(preparation.inputOf(trial));
        }
    }

    private boolean mayNotStart() {
        return orders.cancel() || orders.pause() || window.isBudgetSpent();
    }

    private void end(SweepState end, String reason) {
        orders.awaitRecorded();
        state = registry.sweepStateChanged(sweep.sweepId(), end, reason);
    }

    @Override
    public SweepProgress progress() {
        return window.progress(orders.pause() && !state.isFinal() ? SweepState.PAUSED : state, preparation.stage());
    }

    @Override
    public void pause() {
        orders.wish(SweepState.PAUSED);
    }

    @Override
    public void resume() {
        orders.wish(SweepState.RUNNING);
    }

    @Override
    public void trialEnded(String trialId, TrialState end) {
        window.ended(trialId, end);
    }
}
