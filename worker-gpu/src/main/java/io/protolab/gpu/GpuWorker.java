package io.protolab.gpu;

import io.protolab.gpu.activity.EvaluationActivitiesImpl;
import io.protolab.gpu.activity.ExportActivitiesImpl;
import io.protolab.gpu.activity.FeatureActivitiesImpl;
import io.protolab.gpu.activity.TemporalTrialSignals;
import io.protolab.gpu.activity.TrainingActivitiesImpl;
import io.protolab.gpu.activity.VolumeActivitiesImpl;
import io.protolab.gpu.activity.WorkerIdentity;
import io.protolab.gpu.activity.WorkerLife;
import io.protolab.gpu.activity.WorkerOwner;
import io.protolab.gpu.export.TrialExport;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.tensor.DeviceCheck;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.config.InvalidConfigException;
import io.protolab.platform.config.StartWait;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns images into evidence: the queue {@code gpu}, one activity at a time; and {@code gpu.files}, which needs no card. */
public final class GpuWorker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GpuWorker.class);

    /** A cancelled training hears of it after this and a beat of its pulse at the latest. */
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofMillis(700);

    /** A training step ends within a second, its checkpoint within a few more. */
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(25);

    private final WorkerLife life;
    private final WorkerFactory factory;

    /**
     * Checks the device, wires the worker and starts polling.
     *
     * @param client of the namespace, with the platform's payloads
     * @param features directory of feature sets
     * @param work directory of checkpoints
     * @param longestStep after that time without a step an activity counts as stalled
     * @param owner is told when the worker can do no more, and is then to close it
     * @throws IOException if a directory cannot be made
     * @throws IllegalStateException if the device does not compute
     */
    public GpuWorker(
            WorkflowClient client,
            ArtifactStore artifacts,
            Path features,
            Path work,
            TorchEngine engine,
            Duration longestStep,
            WorkerOwner owner)
            throws IOException {
        DeviceCheck.run();
        Clock clock = Clock.systemUTC();
        Volume checkpoints = Volume.open("work", work);
        FeatureCache cache = new FeatureCache(features, clock);
        FeatureSets sets = new FeatureSets(artifacts, cache);
        WorkerIdentity identity = WorkerIdentity.of(engine);
        life = new WorkerLife(longestStep, client.newActivityCompletionClient()::completeExceptionally, owner);

        factory = WorkerFactory.newInstance(client);
        Worker worker = factory.newWorker(TaskQueues.GPU, options());
        worker.registerActivitiesImplementations(
                new FeatureActivitiesImpl(sets, life),
                new TrainingActivitiesImpl(
                        sets, artifacts, checkpoints, new TemporalTrialSignals(client), identity, life, clock),
                new EvaluationActivitiesImpl(sets, artifacts, life),
                new ExportActivitiesImpl(new TrialExport(artifacts), life));
        factory.newWorker(TaskQueues.GPU_FILES)
                .registerActivitiesImplementations(new VolumeActivitiesImpl(cache, checkpoints));
        factory.start();
        log.info(
                "GPU worker {} computes on {} with {} threads",
                identity.name(),
                engine.isProcessor() ? "the CPU (no GPU was found or asked for)" : engine.deviceName(),
                identity.threads());
    }

    private static WorkerOptions options() {
        return WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(1) // the device has room for one
                .setMaxConcurrentActivityTaskPollers(1)
                .setMaxHeartbeatThrottleInterval(HEARTBEAT_INTERVAL)
                .setDefaultHeartbeatThrottleInterval(HEARTBEAT_INTERVAL)
                .setAllowActivityHeartbeatDuringShutdown(true) // so that a checkpoint can be written meanwhile
                .build();
    }

    /** Stops polling, lets the running activity save and hand its work back; one that hangs is waited for no longer than that takes. */
    @Override
    public void close() {
        factory.suspendPolling(); // first, or the worker is given again what it hands back
        life.leave();
        factory.shutdown();
        factory.awaitTermination(LONGEST_FAREWELL.toSeconds(), TimeUnit.SECONDS);
        factory.shutdownNow();
    }

    /** Runs until the process is asked to end, or can do no more. */
    public static void main(String[] arguments) throws IOException {
        try {
            run(GpuWorkerConfig.from(System.getenv()));
        } catch (InvalidConfigException e) {
            log.error("{}", e.getMessage());
            System.exit(ExitStatus.CONFIGURATION);
        } catch (IllegalStateException e) { // of the device
            log.error("{}", e.getMessage());
            System.exit(ExitStatus.DEVICE_FAULT);
        }
    }

    private static void run(GpuWorkerConfig config) throws IOException {
        TorchEngine engine = TorchEngine.start(
                config.device(), config.threads()); // first: without a card there is nothing to wait for
        StartWait.forDirectories(config.artifacts(), config.features(), config.work());
        ArtifactStore artifacts = new DirectoryArtifactStore(config.artifacts());
        TemporalConnection temporal = TemporalConnection.to(config.temporal(), config.namespace());
        temporal.await();
        GpuWorker worker = new GpuWorker(
                temporal.client(),
                artifacts,
                config.features(),
                config.work(),
                engine,
                config.longestStep(),
                ExitStatus::endProcess);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            worker.close();
                            temporal.close();
                        },
                        "farewell"));
        worker.factory.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS);
    }
}
