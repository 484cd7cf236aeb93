package io.protolab.platform.registry;

import io.protolab.platform.experiment.EpochMetrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reported epochs held against their first records.
 *
 * @param additions whether there is anything that was not recorded before
 * @param differences a sentence per value with other bits than at first; NaN equals NaN
 */
record EpochComparison(boolean additions, List<String> differences) {
    static EpochComparison of(Collection<EpochMetrics> recorded, List<EpochMetrics> reported) {
        Map<Integer, Map<String, Double>> first = new HashMap<>();
        recorded.forEach(epoch -> first.put(epoch.epoch(), new HashMap<>(epoch.values())));
        boolean additions = false;
        List<String> differences = new ArrayList<>();
        for (EpochMetrics epoch : reported) {
            additions |= !first.containsKey(epoch.epoch());
            Map<String, Double> known = first.computeIfAbsent(epoch.epoch(), number -> new HashMap<>());
            for (Map.Entry<String, Double> entry : epoch.values().entrySet()) {
                Double before = known.putIfAbsent(entry.getKey(), entry.getValue());
                if (before == null) {
                    additions = true;
                } else if (before.compareTo(entry.getValue()) != 0) {
                    differences.add("epoch " + epoch.epoch() + ", " + entry.getKey() + " is not reproducible: first "
                            + before + ", repeated " + entry.getValue());
                }
            }
        }
        return new EpochComparison(additions, List.copyOf(differences));
    }
}
