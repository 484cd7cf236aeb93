package io.protolab.platform.evaluation;

import io.protolab.platform.artifact.Artifact;
import org.jspecify.annotations.Nullable;

/**
 * References to what the evaluation of one trial wrote, all over the test split in manifest order.
 *
 * @param predictions a {@link Predictions} file
 * @param explanations an {@link Explanations} file
 * @param noisyExplanations the same with noise on the input; absent without part maps
 * @param deletions a {@link Deletions} file; absent without interventions
 * @param prototypes JSON of a {@link PrototypeCatalogue}
 */
public record Evidence(
        Artifact predictions,
        Artifact explanations,
        @Nullable Artifact noisyExplanations,
        @Nullable Artifact deletions,
        Artifact prototypes) {}
