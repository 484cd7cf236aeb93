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

    /** An id is short; the fingerprint tells whether it means the same sweep. */
    void requireSame(SweepRecord accepted) {
        if (!fingerprint.equals(accepted.fingerprint())) {
            throw new RegistryException("sweep id " + id + " belongs to the spec with fingerprint "
                    + accepted.fingerprint() + ", not to " + fingerprint + "; give the sweep another name");
        }
    }

    /** One trial to be accepted. */
    public record NewTrial(String id, int index, String name, String fingerprint, TrialSpec spec) {}
}
