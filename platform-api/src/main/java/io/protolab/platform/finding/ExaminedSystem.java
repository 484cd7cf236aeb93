package io.protolab.platform.finding;

import java.util.Locale;

/** Where a finding was made. */
public enum ExaminedSystem {
    /** The database, and the files that it names. */
    REGISTRY,
    TEMPORAL,
    MLFLOW,
    /** Directories that workers share: checkpoints, patch tokens, the artifact store. */
    VOLUMES;

    /** For people. */
    public String text() {
        return switch (this) {
            case REGISTRY, VOLUMES -> name().toLowerCase(Locale.ROOT);
            case TEMPORAL -> "Temporal";
            case MLFLOW -> "MLflow";
        };
    }
}
