package io.protolab.platform.registry;

import io.protolab.platform.workflow.FeatureSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@link InMemoryRegistry} keeps of one feature set. */
final class InMemoryFeatureSet {
    private final FeatureSet first;
    private final Instant recordedAt;
    private final Set<String> sweeps = new TreeSet<>();
    private final Set<String> uses = new TreeSet<>();

    @Nullable
    Instant evictedAt;

    InMemoryFeatureSet(FeatureSet first, Instant recordedAt) {
        this.first = first;
        this.recordedAt = recordedAt;
    }

    void use(String sweepId, FeatureSet features) {
        sweeps.add(sweepId);
        uses.add(features.dataset() + '/' + features.backbone());
        evictedAt = null;
    }

    FeatureSetRecord toRecord(Function<String, SweepRecord> find, Instant now) {
        List<SweepRecord> users = sweeps.stream().map(find).toList();
        Instant lastUsedAt = users.stream()
                .map(user -> Optional.ofNullable(user.endedAt()).orElse(now))
                .max(Instant::compareTo)
                .orElse(recordedAt);
        return new FeatureSetRecord(
                first.key(),
                List.copyOf(uses),
                first.images(),
                first.tokens(),
                first.dim(),
                first.bytes(),
                users.stream().anyMatch(user -> !user.state().isFinal()),
                recordedAt,
                lastUsedAt,
                evictedAt);
    }
}
