package io.protolab.standalone.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be done to whom on this machine, and what cannot and why. Not thread-safe while it is filled. */
public final class Arsenal {
    private final Map<FaultKind, Map<String, Injection>> possible = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, String> impossible = new EnumMap<>(FaultKind.class);

    /** Adds a target of a kind; the order counts, because a seed draws by it. */
    public Arsenal add(FaultKind kind, String target, Injection injection) {
        possible.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(target, injection);
        return this;
    }

    /** Names a kind that this machine does not allow. */
    public Arsenal lacks(FaultKind kind, String reason) {
        impossible.put(kind, reason);
        return this;
    }

    Map<FaultKind, List<String>> targets() {
        Map<FaultKind, List<String>> targets = new EnumMap<>(FaultKind.class);
        possible.forEach((kind, injections) -> targets.put(kind, new ArrayList<>(injections.keySet())));
        return targets;
    }

    Map<FaultKind, String> impossible() {
        return new EnumMap<>(impossible);
    }

    Injection injection(Fault fault) {
        Injection injection = possible.getOrDefault(fault.kind(), Map.of()).get(fault.target());
        if (injection == null) {
            throw new IllegalArgumentException("nothing does " + fault.kind() + " to " + fault.target());
        }
        return injection;
    }
}
