package io.protolab.standalone;

import io.protolab.standalone.chaos.Arsenal;
import io.protolab.standalone.chaos.Disturbance;
import io.protolab.standalone.chaos.FaultKind;
import io.protolab.standalone.chaos.Injection;
import io.protolab.standalone.chaos.Injection.MissedException;
import io.protolab.standalone.chaos.Injection.Undo;
import io.protolab.standalone.chaos.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What can be done to separate processes on this machine, and how. */
final class ChaosArsenal {
    /** A process that was hurt before needs time to come back; one that does not in that time is missed. */
    private static final Duration LONGEST_ABSENCE = Duration.ofMinutes(1);

    private static final Set<String> SERVERS_OF_OTHERS =
            Set.of(SeparateParts.POSTGRES, SeparateParts.TEMPORAL, SeparateParts.MLFLOW);

    private final DataDirectory data;
    private final SeparateParts parts;

    private ChaosArsenal(DataDirectory data, SeparateParts parts) {
        this.data = data;
        this.parts = parts;
    }

    static Arsenal of(DataDirectory data, SeparateParts parts, SmallDisk.Trial disk, Optional<FakeClock> clock) {
        return new ChaosArsenal(data, parts).fill(disk, clock);
    }

    private Arsenal fill(SmallDisk.Trial disk, Optional<FakeClock> clock) {
        Arsenal arsenal = new Arsenal();
        for (String name : parts.names()) {
            if (parts.isNode(name)) {
                signals(arsenal, name, FaultKind.NODE_KILL, FaultKind.NODE_PREEMPTION, FaultKind.NODE_FREEZE);
            } else {
                signals(arsenal, name, FaultKind.KILL, FaultKind.TERMINATE, FaultKind.FREEZE);
            }
        }
        for (String way : parts.ways().names()) {
            TcpProxy proxy = parts.ways().proxy(way);
            arsenal.add(FaultKind.CUT, way, length -> {
                proxy.cut();
                return Undo.nothing();
            });
            arsenal.add(FaultKind.REFUSE, way, length -> proxy.disturb(Disturbance.REFUSED));
            arsenal.add(FaultKind.STALL, way, length -> proxy.disturb(Disturbance.STALLED));
            if (way.endsWith(">" + SeparateParts.MLFLOW)) {
                arsenal.add(FaultKind.BUSY, way, length -> proxy.disturb(Disturbance.BUSY));
                arsenal.add(FaultKind.BROKEN, way, length -> proxy.disturb(Disturbance.BROKEN));
                arsenal.add(FaultKind.TORN, way, length -> proxy.disturb(Disturbance.TORN));
            }
        }
        disk.disk()
                .ifPresentOrElse(
                        small -> arsenal.add(FaultKind.FULL_DISK, "artifacts", length -> {
                            small.shrink();
                            return small::grow;
                        }),
                        () -> arsenal.lacks(FaultKind.FULL_DISK, disk.problem()));
        clock.ifPresentOrElse(
                fake -> clocked().forEach(name -> step(arsenal, fake, name)),
                () -> arsenal.lacks(FaultKind.CLOCK_STEP, FakeClock.MISSING));
        return arsenal;
    }

    private void signals(Arsenal arsenal, String name, FaultKind kill, FaultKind terminate, FaultKind freeze) {
        arsenal.add(kill, name, atOnce(name, server -> server.signal("KILL")));
        arsenal.add(terminate, name, atOnce(name, server -> server.signal(farewell(name))));
        arsenal.add(freeze, name, length -> freeze(name));
    }

    /** Those that run under the clock of the machine get no other: they are not ours. */
    private List<String> clocked() {
        return parts.names().stream()
                .filter(name -> !SERVERS_OF_OTHERS.contains(name))
                .toList();
    }

    private static void step(Arsenal arsenal, FakeClock clock, String name) {
        for (Duration offset : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            arsenal.add(FaultKind.CLOCK_STEP, name + (offset.isNegative() ? " -1h" : " +1h"), length -> {
                clock.set(name, offset);
                return () -> clock.set(name, Duration.ZERO);
            });
        }
    }

    /** PostgreSQL would wait for its clients to go if it were asked as others are. */
    private static String farewell(String name) {
        return name.equals(SeparateParts.POSTGRES) ? "INT" : "TERM";
    }

    private Injection atOnce(String name, Consumer<ServerProcess> deed) {
        return length -> {
            ServerProcess server = await(name);
            deed.accept(server);
            return Undo.nothing(server.handle().pid());
        };
    }

    private Undo freeze(String name) throws MissedException {
        ServerProcess server = await(name);
        server.signalAll("STOP");
        return () -> server.signalAll("CONT");
    }

    private ServerProcess await(String name) throws MissedException {
        if (!Waiting.until(LONGEST_ABSENCE, () -> ServerProcess.of(data, name).isPresent())) {
            throw new MissedException(name + " did not run for " + LONGEST_ABSENCE.toSeconds() + " s");
        }
        return ServerProcess.of(data, name)
                .orElseThrow(() -> new MissedException(name + " ended by itself at that moment"));
    }
}
