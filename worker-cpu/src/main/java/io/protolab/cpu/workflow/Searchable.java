package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.workflow.SearchKeys;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;

/**
 * What Temporal's lists say of a workflow that was started with it. Whoever starts one asks the server first: a workflow task that names an
 * attribute which the server does not know fails for ever, and a replay has to come to the same commands.
 */
final class Searchable {
    private Searchable() {}

    /** The state that the lists show from now on. */
    static void show(Enum<?> state) {
        String shown = Workflow.getTypedSearchAttributes().get(SearchKeys.STATE);
        if (shown != null && !shown.equals(state.name())) {
            Workflow.upsertTypedSearchAttributes(SearchKeys.STATE.valueSet(state.name()));
        }
    }

    /** For a sweep of the schedule that started this workflow. */
    static SearchAttributes ofSweep(String sweepId, SweepSpec sweep) {
        boolean known = Workflow.getTypedSearchAttributes().containsKey(SearchKeys.DATASET);
        return known ? SearchKeys.ofSweep(sweepId, sweep) : SearchAttributes.EMPTY;
    }

    /** For a trial of the sweep that this workflow is. */
    static SearchAttributes ofTrial(TrialSpec trial) {
        String sweepId = Workflow.getTypedSearchAttributes().get(SearchKeys.SWEEP);
        return sweepId == null ? SearchAttributes.EMPTY : SearchKeys.ofTrial(sweepId, trial);
    }
}
