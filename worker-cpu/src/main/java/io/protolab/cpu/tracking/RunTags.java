package io.protolab.cpu.tracking;

import org.mlflow.api.proto.Service.RunTag;

/** Names of the tags on runs: ours, and those MLflow's pages give a meaning to. */
final class RunTags {
    /** {@link #SWEEP_KIND} or {@link #TRIAL_KIND}; with the id it finds a run that was created without our knowing. */
    static final String KIND = "protolab.kind";

    static final String SWEEP_KIND = "sweep";
    static final String TRIAL_KIND = "trial";
    static final String SWEEP = "protolab.sweep";
    static final String TRIAL = "protolab.trial";
    /** On a model: which part of the trial it is. */
    static final String PART = "protolab.part";

    /** Only on a trial that was computed once more, and on its sweep: the id of the first. */
    static final String REPRODUCES = "protolab.reproduces";

    static final String ATTEMPT = "protolab.attempt";
    static final String SEED = "protolab.seed";
    static final String STATE = "protolab.state";
    static final String REASON = "protolab.reason";
    static final String SPEC = "protolab.spec_fingerprint";
    static final String DATASET = "protolab.dataset_fingerprint";
    static final String BACKBONE = "protolab.backbone_fingerprint";
    static final String FEATURES = "protolab.feature_set";
    static final String WORKER = "protolab.worker";
    static final String DEVICE = "protolab.device";
    static final String THREADS = "protolab.threads";
    /** Only where fewer images were computed at once than the spec says: equal up to rounding, but not in its bits. */
    static final String MICRO_BATCH = "protolab.micro_batch";

    static final String VERSIONS = "protolab.versions";
    /** Prefix; the value is the latest epoch in which that metric was not a finite number. */
    static final String NON_FINITE = "protolab.nonfinite.";
    /** On a run that a lost answer made twice: the one that counts. */
    static final String DUPLICATE_OF = "protolab.duplicate_of";
    /** On a run of ours that was closed because the registry does not know its subject: why. */
    static final String ORPHANED = "protolab.orphaned";
    /** Name of the experiment, to find its id again. */
    static final String EXPERIMENT = "protolab.experiment";

    static final String NOTE = "mlflow.note.content";
    static final String PARENT = "mlflow.parentRunId";
    static final String USER = "mlflow.user";
    static final String SOURCE_NAME = "mlflow.source.name";
    static final String SOURCE_TYPE = "mlflow.source.type";
    static final String DATA_CONTEXT = "mlflow.data.context";
    static final String PRIMARY_METRIC = "mlflow.experiment.primaryMetric.name";
    static final String EXPERIMENT_KIND = "mlflow.experimentKind";

    /** MLflow refuses a longer value of an experiment's tag. */
    static final int LONGEST_EXPERIMENT_TAG = 5000;

    private RunTags() {}

    static RunTag tag(String key, String value) {
        return RunTag.newBuilder()
                .setKey(MlflowKey.of(key))
                .setValue(MlflowKey.tag(value))
                .build();
    }
}
