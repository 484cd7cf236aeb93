package io.protolab.platform.registry;

import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.TrialSpec;
import java.util.List;

/**
 * A sweep to be accepted, with all of its trials by index.
 *
 * @param id readable name and the start of the fingerprint
 */
public record NewSweep(String id, String fingerprint, SweepSpec spec, List<NewTrial> trials) {
    public NewSweep {
        trials = List.copyOf(trials);
    }

    /** One trial to be accepted. */
    public record NewTrial(String id, int index, String name, String fingerprint, TrialSpec spec) {}
}
