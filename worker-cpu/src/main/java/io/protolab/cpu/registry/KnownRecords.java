package io.protolab.cpu.registry;

import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.RegistryException;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;

/** Records that must be there, since a workflow works for them. Thread-safe. */
record KnownRecords(Registry registry) {
    SweepRecord sweep(String id) {
        return registry.findSweep(id)
                .orElseThrow(() -> new RegistryException(
                        "there is no sweep " + id + "; submit its spec again, or cancel its workflow"));
    }

    TrialRecord trial(String id) {
        return registry.findTrial(id)
                .orElseThrow(() -> new RegistryException(
                        "there is no trial " + id + "; submit its sweep again, or cancel its workflow"));
    }
}
