package io.protolab.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Duration PACE = Duration.ofSeconds(4);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final List<String> WORKERS = List.of("cpu-1", "cpu-2", "gpu-1");

    private static final int ROUND =
            Stream.of(FaultKind.values()).mapToInt(FaultKind::weight).sum();

    @Test
    void drawsTheSameFaults_fromTheSameSeed() {
        assertThat(faults(7, 200)).isEqualTo(faults(7, 200)).isNotEqualTo(faults(8, 200));
    }

    @Test
    void hasEveryKindInEveryRound() {
        List<Fault> faults = faults(1, 5 * ROUND);

        for (int round = 0; round < 5; round++) {
            assertThat(faults.subList(round * ROUND, (round + 1) * ROUND))
                    .extracting(Fault::kind)
                    .contains(FaultKind.values());
        }
    }

    @Test
    void hitsEveryTargetBeforeAnyIsHitAgain() {
        List<String> killed = faults(3, 2 * ROUND).stream()
                .filter(fault -> fault.kind() == FaultKind.KILL)
                .map(Fault::target)
                .toList();

        assertThat(killed.subList(0, WORKERS.size())).containsExactlyInAnyOrderElementsOf(WORKERS);
    }

    @Test
    void keepsThePaceOnAverage() {
        double mean = faults(5, 1000).stream()
                .mapToLong(fault -> fault.pause().toMillis())
                .average()
                .orElseThrow();

        assertThat(mean).isBetween(0.9 * PACE.toMillis(), 1.1 * PACE.toMillis());
    }

    @Test
    void freezesForLongerThanItTakesToBeGivenUp() {
        assertThat(faults(2, 10 * ROUND))
                .filteredOn(fault -> fault.kind() == FaultKind.FREEZE || fault.kind() == FaultKind.NODE_FREEZE)
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.length()).isGreaterThan(HEARTBEAT));
    }

    @Test
    void refusesAKindWithoutTargets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FaultPlan(1, Map.of(FaultKind.KILL, List.of()), PACE, HEARTBEAT))
                .withMessageContaining("KILL");
    }

    private static List<Fault> faults(long seed, int count) {
        Map<FaultKind, List<String>> targets = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            targets.put(kind, WORKERS);
        }
        FaultPlan plan = new FaultPlan(seed, targets, PACE, HEARTBEAT);
        return Stream.generate(plan::next).limit(count).toList();
    }
}
