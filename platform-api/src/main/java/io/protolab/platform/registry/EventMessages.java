package io.protolab.platform.registry;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.SweepState;

/** Texts of the events that the registry writes by itself. */
final class EventMessages {
    private EventMessages() {}

    static String accepted(NewSweep sweep) {
        return SweepState.WAITING + ": accepted with " + sweep.trials().size() + " trials";
    }

    static String transition(Enum<?> from, Enum<?> to, String reason) {
        return from + " to " + to + (reason.isBlank() ? "" : ": " + reason);
    }

    static String changedDataset(PreparedDataset dataset, String firstManifest) {
        return "dataset " + dataset.name() + " is not reproducible: first manifest " + firstManifest + ", repeated "
                + dataset.manifest().sha256();
    }
}
