package io.protolab.platform.workflow;

import io.protolab.platform.experiment.SweepSpec;
import java.util.List;

/**
 * What a sweep needs to start, and to go on after continue-as-new. Which trials are open, how many failed and whether a person
 * holds the sweep is asked of the registry at every start.
 *
 * @param prepared datasets and features that are ready; empty at the first start
 */
public record SweepInput(String sweepId, SweepSpec spec, List<PreparedInput> prepared) {
    public SweepInput {
        prepared = List.copyOf(prepared);
    }

    /** A fresh start. */
    public static SweepInput of(String sweepId, SweepSpec spec) {
        return new SweepInput(sweepId, spec, List.of());
    }

    /** The same sweep with everything prepared. */
    public SweepInput withPrepared(List<PreparedInput> ready) {
        return new SweepInput(sweepId, spec, ready);
    }
}
