package io.protolab.standalone.chaos;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the registry holds of one trial, as far as it can be compared with another trial of the same spec.
 *
 * @param fingerprint of its spec
 * @param epochs recorded
 * @param seconds that each epoch took: a trial's own, with which no other is compared
 * @param curves value of each metric by epoch, as {@code 12 loss/total}
 * @param numbers final metrics
 * @param files sha256 of each artifact
 * @param runId of its MLflow run; absent until there is one
 * @param notReproducible events that say so
 */
record TrialRows(
        String id,
        String fingerprint,
        String name,
        String state,
        int epochs,
        SortedMap<Integer, Double> seconds,
        SortedMap<String, Double> curves,
        SortedMap<String, Double> numbers,
        SortedMap<String, String> files,
        @Nullable String runId,
        List<String> notReproducible) {
    TrialRows {
        seconds = new TreeMap<>(seconds);
        curves = new TreeMap<>(curves);
        numbers = new TreeMap<>(numbers);
        files = new TreeMap<>(files);
        notReproducible = List.copyOf(notReproducible);
    }

    static String point(int epoch, String metric) {
        return "%d %s".formatted(epoch, metric);
    }
}
