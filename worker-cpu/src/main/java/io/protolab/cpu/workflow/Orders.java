package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.workflow.RegistryActivities;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
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

    void awaitRecorded() {
        journal.awaitWritten();
    }
}
