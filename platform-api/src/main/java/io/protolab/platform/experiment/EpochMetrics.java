package io.protolab.platform.experiment;

import java.time.Instant;
import java.util.Map;

/**
 * What one finished epoch of a trial left behind.
 *
 * @param epoch 0-based
 * @param values by name ({@code train/loss}, {@code train/loss_tanh}, {@code train/accuracy}, …), sorted; identical whenever the epoch is repeated
 * @param seconds wall time of the epoch; differs from time to time
 * @param finishedAt by the clock of the worker
 */
public record EpochMetrics(int epoch, Map<String, Double> values, double seconds, Instant finishedAt) {
    public static final String LOSS = "train/loss";
    public static final String LOSS_CROSS_ENTROPY = "train/loss_cross_entropy";
    public static final String LOSS_TANH = "train/loss_tanh";
    public static final String LOSS_SPARSITY = "train/loss_sparsity";
    public static final String LOSS_SIMILARITY = "train/loss_similarity";
    public static final String TRAIN_ACCURACY = "train/accuracy";
    public static final String VALIDATION_ACCURACY = "validation/accuracy";
    public static final String VALIDATION_LOSS = "validation/loss";
    public static final String LEARNING_RATE = "train/learning_rate";
    public static final String ACTIVE_PROTOTYPES = "train/active_prototypes";

    /** Active prototypes to which some class gives a weight above 0.001. */
    public static final String LIVE_PROTOTYPES = "train/live_prototypes";

    public EpochMetrics {
        values = Metrics.copy(values);
    }
}
