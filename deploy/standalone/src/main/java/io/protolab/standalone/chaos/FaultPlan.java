package io.protolab.standalone.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An endless sequence of faults that depends on the seed and on what is possible, and on nothing that happens meanwhile. Kinds come in
 * shuffled rounds, and so do the targets of each kind: every round has all kinds, and no target waits for ever. Not thread-safe.
 */
public final class FaultPlan {
    private final SplittableRandom random;
    private final Map<FaultKind, List<String>> targets;
    private final Duration pace;
    private final Duration heartbeatTimeout;
    private final List<FaultKind> kindsLeft = new ArrayList<>();
    private final Map<FaultKind, List<String>> targetsLeft = new EnumMap<>(FaultKind.class);
    private int number;

    /**
     * @param targets of each kind that is possible, in an order that does not change
     * @param pace mean pause between two faults
     * @param heartbeatTimeout after which a worker that stands still is given up
     */
    public FaultPlan(long seed, Map<FaultKind, List<String>> targets, Duration pace, Duration heartbeatTimeout) {
        this.random = new SplittableRandom(seed);
        this.targets = new EnumMap<>(targets);
        this.pace = pace;
        this.heartbeatTimeout = heartbeatTimeout;
        targets.forEach((kind, names) -> {
            if (names.isEmpty()) {
                throw new IllegalArgumentException("no target for " + kind + "; leave the kind out");
            }
        });
    }

    /** The next fault; the pause before it lies between half and one and a half times the pace. */
    public Fault next() {
        FaultKind kind = draw(kindsLeft, round());
        String target = draw(targetsLeft.computeIfAbsent(kind, k -> new ArrayList<>()), targetsOf(kind));
        Duration pause = Duration.ofMillis(pace.toMillis() / 2 + random.nextLong(pace.toMillis() + 1));
        number++;
        return new Fault(number, kind, target, pause, kind.length(random, heartbeatTimeout));
    }

    private List<String> targetsOf(FaultKind kind) {
        return targets.getOrDefault(kind, List.of());
    }

    private List<FaultKind> round() {
        List<FaultKind> round = new ArrayList<>();
        for (FaultKind kind : targets.keySet()) {
            for (int i = 0; i < kind.weight(); i++) {
                round.add(kind);
            }
        }
        return round;
    }

    /** Takes one of what is left of a round, beginning another one when nothing is. */
    private <T> T draw(List<T> left, Collection<T> round) {
        if (left.isEmpty()) {
            left.addAll(round);
        }
        return left.remove(random.nextInt(left.size()));
    }
}
