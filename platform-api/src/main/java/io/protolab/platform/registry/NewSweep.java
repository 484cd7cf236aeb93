package io.protolab.platform.registry;

import io.protolab.platform.experiment.SearchSpace;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.json.Json;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sweep to be accepted, with all of its trials by index.
 *
 * @param id a readable name, and the start of the fingerprint or the time of a schedule's firing
 */
public record NewSweep(String id, String fingerprint, SweepSpec spec, List<NewTrial> trials) {
    public NewSweep {
        trials = List.copyOf(trials);
    }

    /** A sweep with every trial of its search space. */
    public static NewSweep of(String id, SweepSpec spec) {
        SearchSpace space = SearchSpace.of(spec);
        List<TrialSpec> specs = space.trials();
        List<NewTrial> trials = IntStream.range(0, specs.size())
                .mapToObj(index -> new NewTrial(
                        id + "-%03d".formatted(index),
                        index,
                        space.name(specs.get(index)),
                        Json.fingerprint(specs.get(index)),
                        specs.get(index)))
                .toList();
        return new NewSweep(id, Json.fingerprint(spec), spec, trials);
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
