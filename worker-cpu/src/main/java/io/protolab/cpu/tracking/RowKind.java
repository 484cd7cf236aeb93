package io.protolab.cpu.tracking;

import java.util.Arrays;
import java.util.Locale;

/** What an outbox row asks of MLflow, and therefore what its payload is. */
enum RowKind {
    /** {@code CreateExperiment}: have the experiment, with its tags. */
    EXPERIMENT,
    /** {@code CreateRun} without experiment and parent: have the run of the subject. */
    CREATE,
    /** {@code LogInputs} without the run. */
    INPUTS,
    /** {@code LogBatch} without the run, params and the tags known with them. */
    PARAMS,
    /** {@code LogBatch} without the run, tags only. */
    TAGS,
    /** {@code LogBatch} without the run; neighbours are sent as one. */
    METRICS,
    /** The content of a small file whose path is the row's key. */
    FILE,
    /** JSON of an {@link io.protolab.platform.artifact.Artifact} whose content is in the store. */
    ARTIFACT,
    /** {@link ModelFiles}: have the logged model of the run, with these files. */
    MODEL,
    /** {@link ModelVersion}: have that version of a registered model. */
    REGISTER,
    /** {@code UpdateRun} without the run. */
    STATUS;

    /** As written in the outbox. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RowKind of(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "outbox kind '" + text + "' is not one of " + Arrays.toString(values())));
    }
}
