package io.protolab.gpu.evaluation;

import io.protolab.platform.evaluation.Deletions;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.Predictions;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one trial.
 *
 * @param noisyExplanations absent without part maps
 * @param deletions absent without interventions
 */
public record Evaluation(
        Predictions predictions,
        Explanations explanations,
        @Nullable Explanations noisyExplanations,
        @Nullable Deletions deletions,
        PrototypeCatalogue prototypes) {}
