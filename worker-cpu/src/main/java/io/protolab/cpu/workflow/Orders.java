package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.workflow.RegistryActivities;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants of the sweep: to pause, to go on, to end. A pause lasts until the registry, too, says that the sweep runs.
 */
final class Orders {
    private final CancellationScope workflow = CancellationScope.current();
    private final RegistryActivities registry;
    private final String sweepId;
    private final Journal journal = new Journal();
    private @Nullable SweepState wish;

    Orders(RegistryActivities registry, String sweepId) {
        this.registry = registry;
        this.sweepId = sweepId;
    }

    /** Goes on from what the registry says, unless a person was faster. */
    void begin(SweepState recorded) {
        if (wish == null) {
            wish = recorded;
        }
        Searchable.show(wish);
        journal.open();
    }

    /** PAUSED or RUNNING; repeating it changes nothing. */
    void wish(SweepState state) {
        if (state != wish) {
            wish = state;
            Searchable.show(state);
            journal.write(() -> registry.sweepStateChanged(sweepId, state, ""));
        }
    }

    boolean pause() {
        return wish == SweepState.PAUSED || !journal.isWritten();
    }

    boolean cancel() {
        return workflow.isCancelRequested();
    }

    /** Waits while the sweep is paused, unless it is cancelled. */
    void awaitRelease() {
        Workflow.await(() -> cancel() || !pause());
    }

    /**
     * Performs work that holds a card: a pause stops it, and it begins again when the sweep goes on. What it left on disk it finds, and a
     * stop is no failure of it.
     */
    <T> T giveWay(Functions.Func<T> work) {
        while (true) {
            Workflow.await(() -> !pause()); // for ever if it is cancelled meanwhile: then the workflow ends
            List<Promise<T>> begun = new ArrayList<>(1);
            CancellationScope scope = Workflow.newCancellationScope(() -> begun.add(Async.function(work)));
            scope.run();
            Promise<T> result = begun.get(0);
            Workflow.await(() -> result.isCompleted() || pause());
            if (!result.isCompleted()) {
                scope.cancel("the sweep is paused");
            }
            try {
                return result.get();
            } catch (TemporalFailure failure) {
                if (!scope.isCancelRequested() || !FailureReason.isCancellation(failure)) {
                    throw failure;
                }
            }
        }
    }

    void awaitRecorded() {
        journal.awaitWritten();
    }
}
