package io.protolab.standalone.chaos;

import java.nio.file.Path;

/**
 * Where the platform under test keeps its files.
 *
 * @param work of the checkpoints of trials
 * @param artifacts of the artifact store
 * @param features of the feature sets
 * @param mlflow that MLflow's server keeps files in
 */
public record Volumes(Path work, Path artifacts, Path features, Path mlflow) {}
