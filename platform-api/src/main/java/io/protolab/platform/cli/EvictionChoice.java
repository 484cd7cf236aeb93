package io.protolab.platform.cli;

import io.protolab.platform.registry.FeatureSetRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which feature sets go, by age and by size.
 *
 * @param chosen least recently used first; never one that is in use
 * @param keptBytes size of all that stay
 */
record EvictionChoice(List<FeatureSetRecord> chosen, long keptBytes) {
    EvictionChoice {
        chosen = List.copyOf(chosen);
    }

    /**
     * First what was not used for some time, then the least recently used until the rest fits.
     *
     * @param olderThan longest time without use; empty: no matter how long
     * @param keep most bytes that stay; empty: no matter how many
     */
    static EvictionChoice of(
            List<FeatureSetRecord> sets, Optional<Duration> olderThan, Optional<Long> keep, Instant now) {
        List<FeatureSetRecord> stored = sets.stream()
                .filter(set -> set.evictedAt() == null)
                .sorted(Comparator.comparing(FeatureSetRecord::lastUsedAt).thenComparing(FeatureSetRecord::key))
                .toList();
        long kept = stored.stream().mapToLong(FeatureSetRecord::bytes).sum();
        List<FeatureSetRecord> chosen = new ArrayList<>();
        for (FeatureSetRecord set : stored) {
            boolean old = olderThan
                    .filter(age -> set.lastUsedAt().isBefore(now.minus(age)))
                    .isPresent();
            boolean tooMuch = keep.isPresent() && kept > keep.get();
            if (!set.inUse() && (old || tooMuch)) {
                chosen.add(set);
                kept -= set.bytes();
            }
        }
        return new EvictionChoice(chosen, kept);
    }

    long freedBytes() {
        return chosen.stream().mapToLong(FeatureSetRecord::bytes).sum();
    }
}
