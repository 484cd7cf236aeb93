package io.protolab.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.registry.FeatureSetRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvictionChoiceTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @Test
    void choosesWhatWasNotUsedForSomeTime() {
        assertThat(chosen(Optional.of(Duration.ofDays(30)), Optional.empty(), set("old", 31, 5), set("young", 29, 5)))
                .containsExactly("old");
    }

    @Test
    void choosesTheLeastRecentlyUsed_untilTheRestFits() {
        assertThat(chosen(Optional.empty(), Optional.of(10L), set("b", 2, 6), set("a", 3, 6), set("c", 1, 4)))
                .containsExactly("a");
        assertThat(chosen(Optional.empty(), Optional.of(9L), set("b", 2, 6), set("a", 3, 6), set("c", 1, 4)))
                .containsExactly("a", "b");
    }

    @Test
    void leavesWhatIsInUse_andWhatIsGoneAlready() {
        FeatureSetRecord inUse = new FeatureSetRecord("u", List.of(), 1, 1, 1, 8, true, NOW, day(90), null);
        FeatureSetRecord gone = new FeatureSetRecord("g", List.of(), 1, 1, 1, 8, false, NOW, day(90), NOW);

        EvictionChoice choice = EvictionChoice.of(
                List.of(inUse, gone, set("a", 1, 4)), Optional.of(Duration.ofDays(30)), Optional.of(5L), NOW);

        assertThat(choice.chosen()).extracting(FeatureSetRecord::key).containsExactly("a");
        assertThat(choice.freedBytes()).isEqualTo(4);
        assertThat(choice.keptBytes()).isEqualTo(8);
    }

    private static List<String> chosen(Optional<Duration> olderThan, Optional<Long> keep, FeatureSetRecord... sets) {
        return EvictionChoice.of(List.of(sets), olderThan, keep, NOW).chosen().stream()
                .map(FeatureSetRecord::key)
                .toList();
    }

    private static FeatureSetRecord set(String key, int daysUnused, long bytes) {
        return new FeatureSetRecord(key, List.of(), 1, 1, 1, bytes, false, NOW, day(daysUnused), null);
    }

    private static Instant day(int ago) {
        return NOW.minus(Duration.ofDays(ago));
    }
}
