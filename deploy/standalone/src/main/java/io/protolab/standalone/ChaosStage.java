package io.protolab.standalone;

import io.protolab.standalone.chaos.Arsenal;
import io.protolab.standalone.chaos.ChaosReport;
import io.protolab.standalone.chaos.ChaosRun;
import io.protolab.standalone.chaos.Finding;
import io.protolab.standalone.chaos.Order;
import io.protolab.standalone.chaos.Premises;
import io.protolab.standalone.chaos.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The processes of a run, from their start to the proof that none of them is left. */
final class ChaosStage implements AutoCloseable {
    /** A disturbed trial leaves some megabytes; what is not used is not taken from the memory. */
    private static final int DISK_MEGABYTES = 4096;

    private static final int CPU_WORKERS = 2;

    /** One more than the sweep has trials at once: a takeover need not wait until the worker that was hit is back. */
    private static final int GPU_WORKERS = 3;

    private final Consumer<String> progress;
    private final DataDirectory data;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private ChaosStage(ChaosPlace place, Consumer<String> progress) throws IOException {
        this.progress = progress;
        this.data = place.open(progress::accept);
        running.push(data);
    }

    static ChaosStage open(ChaosPlace place, Consumer<String> progress) throws IOException {
        return new ChaosStage(place, progress);
    }

    /** Starts everything, runs, stops everything, and looks whether anything is left. */
    ChaosReport run(Order order, TemporalKind temporal, boolean keep) throws IOException, InterruptedException {
        SmallDisk.Trial disk = SmallDisk.tryMount(data, DISK_MEGABYTES);
        disk.disk().ifPresent(this::keep);
        Path artifacts =
                disk.disk().map(small -> small.directory().resolve("artifacts")).orElse(data.directory("artifacts"));
        Optional<FakeClock> clock = FakeClock.find(data);
        SeparateParts.Setup setup = new SeparateParts.Setup(
                CPU_WORKERS, GPU_WORKERS, artifacts, temporal, order.heartbeatTimeout(), order.seed(), clock);
        SeparateParts parts =
                keep(SeparateParts.start(data, setup, (part, line) -> progress.accept(part + " " + line)));
        Arsenal arsenal = ChaosArsenal.of(data, parts, disk, clock);
        Premises platform = new Premises(
                parts.api(),
                parts.temporal(),
                Standalone.NAMESPACE,
                parts.postgres().application().dataSource(),
                parts.postgres().mlflow().dataSource(),
                new Volumes(
                        data.directory("work"),
                        artifacts,
                        data.directory("features"),
                        data.directory("mlflow/artifacts")));
        ChaosReport report = new ChaosRun(platform, arsenal, order, progress).run();
        if (keep || !report.isPassed()) {
            copyArtifacts(artifacts, data.root().resolve("artifacts"));
        }
        close();
        return report.with(left());
    }

    private List<Finding> left() {
        return data.processes().all().stream()
                .map(process -> new Finding(
                        Finding.Kind.LEFT_BEHIND,
                        "process " + process.pid(),
                        process.info().commandLine().orElse("")))
                .toList();
    }

    /** The small disk goes with the processes. */
    private static void copyArtifacts(Path from, Path to) throws IOException {
        if (from.equals(to)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path copy = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }

    private <C extends AutoCloseable> C keep(C part) {
        synchronized (running) {
            running.push(part);
        }
        return part;
    }

    /** Stops what runs, the last started first; closing twice is harmless. */
    @Override
    public void close() {
        synchronized (running) {
            while (!running.isEmpty()) {
                try {
                    running.pop().close();
                } catch (Exception e) {
                    progress.accept("stopping is incomplete: " + e);
                }
            }
        }
    }
}
