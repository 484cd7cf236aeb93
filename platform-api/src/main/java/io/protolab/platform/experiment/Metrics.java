package io.protolab.platform.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Final metrics of a trial by name, sorted. The part of a name before the slash is the section MLflow shows it in.
 * A metric that is undefined is absent.
 */
public record Metrics(@JsonValue Map<String, Double> values) {
    /** Share of test images whose largest logit is the label's. */
    public static final String ACCURACY = "test/accuracy";

    /** Mean recall over the classes that occur in the test split. */
    public static final String BALANCED_ACCURACY = "test/balanced_accuracy";

    /** Mean F1 over the classes that occur in the test split or are predicted. */
    public static final String MACRO_F1 = "test/macro_f1";

    /** Share of test images whose label is among the five largest logits. */
    public static final String TOP_5_ACCURACY = "test/top5_accuracy";

    /** Expected calibration error, 15 bins; lower is better. */
    public static final String CALIBRATION_ERROR = "test/calibration_error";

    /** Area under the ROC curve, one class against the rest, averaged. */
    public static final String AUROC = "test/auroc";

    /** Accuracy after importances below 0.1 are cut; belongs with the sizes at 0.1. */
    public static final String ACCURACY_AT_0_1 = "test/accuracy_cut_0.1";

    /** Prototypes with an importance of at least 0.1 for the true class of some test image. */
    public static final String GLOBAL_SIZE = "compactness/global_size_0.1";

    /** The same at threshold 0 (importance above 0). */
    public static final String GLOBAL_SIZE_AT_0 = "compactness/global_size_0";

    /** Mean number of prototypes with an importance of at least 0.1 for the image's true class. */
    public static final String LOCAL_SIZE = "compactness/local_size_0.1";

    /** The same at threshold 0 (importance above 0). */
    public static final String LOCAL_SIZE_AT_0 = "compactness/local_size_0";

    /** Global size for the predicted class, threshold 0.1. */
    public static final String GLOBAL_SIZE_PREDICTED = "compactness/global_size_predicted_0.1";

    /** Local size for the predicted class, threshold 0.1. */
    public static final String LOCAL_SIZE_PREDICTED = "compactness/local_size_predicted_0.1";

    /** Global size for the predicted class, threshold 0. */
    public static final String GLOBAL_SIZE_PREDICTED_AT_0 = "compactness/global_size_predicted_0";

    /** Local size for the predicted class, threshold 0. */
    public static final String LOCAL_SIZE_PREDICTED_AT_0 = "compactness/local_size_predicted_0";

    /** Share of (class, prototype) pairs that touch one part reliably; datasets with part maps only. */
    public static final String CONSISTENCY = "coherence/consistency";

    /** The same as the published code computes it. */
    public static final String CONSISTENCY_COMPAT = "coherence/consistency_compat";

    /** Share of touches unchanged under noise; datasets with part maps only. */
    public static final String STABILITY = "continuity/stability";

    /** The same as the published code computes it. */
    public static final String STABILITY_COMPAT = "continuity/stability_compat";

    /** FunnyBirds single deletion, (ρ+1)/2; datasets with interventions only. */
    public static final String SINGLE_DELETION = "correctness/single_deletion";

    /** Images whose single deletion is defined. */
    public static final String SINGLE_DELETION_IMAGES = "correctness/single_deletion_images";

    /** Exponential of the entropy of the importances' shares of the predicted logit, mean over test images. */
    public static final String EFFECTIVE_LOCAL_SIZE = "compactness/effective_local_size";

    /** The same of the mean shares over test images. */
    public static final String EFFECTIVE_GLOBAL_SIZE = "compactness/effective_global_size";

    /** Prototypes that are not pruned. */
    public static final String ACTIVE_PROTOTYPES = "compactness/active_prototypes";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Metrics {
        values.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(name + " is " + value + "; leave an undefined metric out");
            }
        });
        values = copy(values);
    }

    /** Sorted, and with one zero: a sum of nothing negated is −0, which MLflow keeps as 0. */
    static Map<String, Double> copy(Map<String, Double> values) {
        Map<String, Double> copy = new TreeMap<>(values);
        copy.replaceAll((name, value) -> value + 0.0);
        return Collections.unmodifiableMap(copy);
    }

    /** Empty if the metric is undefined or was not measured. */
    public Optional<Double> find(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
