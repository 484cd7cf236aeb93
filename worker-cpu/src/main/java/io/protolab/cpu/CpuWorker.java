package io.protolab.cpu;

import io.protolab.cpu.dataset.DatasetActivitiesImpl;
import io.protolab.cpu.metrics.MetricActivitiesImpl;
import io.protolab.cpu.registry.CheckupActivitiesImpl;
import io.protolab.cpu.registry.RegistryActivitiesImpl;
import io.protolab.cpu.registry.VolumeJudgement;
import io.protolab.cpu.report.ReportActivitiesImpl;
import io.protolab.cpu.tracking.MlflowMessages;
import io.protolab.cpu.tracking.MlflowTransport;
import io.protolab.cpu.tracking.OutboxSender;
import io.protolab.cpu.tracking.RunExamination;
import io.protolab.cpu.workflow.Workflows;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.config.InvalidConfigException;
import io.protolab.platform.config.StartWait;
import io.protolab.platform.finding.Examination;
import io.protolab.platform.registry.Audit;
import io.protolab.platform.registry.JdbcAudit;
import io.protolab.platform.registry.JdbcOutbox;
import io.protolab.platform.registry.JdbcRegistry;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.RegistryPool;
import io.protolab.platform.workflow.CapabilityCheck;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns evidence into numbers: workflows, data, metrics and pictures on one queue, the registry on another, MLflow by its outbox. */
public final class CpuWorker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CpuWorker.class);

    private final ActivityPulse pulse = new ActivityPulse(CpuWorkerOptions.PULSE);
    private final WorkerFactory factory;
    private final Optional<OutboxSender> sender;

    /**
     * Wires the worker and starts polling.
     *
     * @param client of the namespace, with the platform's payloads
     * @param audit of the same registry
     * @param datasets directory of rendered datasets
     * @param heartbeatTimeout silence after which a GPU worker counts as lost
     * @param mlflow address of the tracking server; without one nothing is delivered, and what it should learn waits in the outbox
     */
    public CpuWorker(
            WorkflowClient client,
            Registry registry,
            Audit audit,
            Outbox outbox,
            ArtifactStore artifacts,
            Path datasets,
            Duration heartbeatTimeout,
            Optional<URI> mlflow) {
        factory = WorkerFactory.newInstance(client, CpuWorkerOptions.factory(pulse));

        Worker work = factory.newWorker(TaskQueues.CPU, CpuWorkerOptions.work());
        Workflows.register(work, heartbeatTimeout);
        work.registerActivitiesImplementations(
                new DatasetActivitiesImpl(artifacts, datasets),
                new MetricActivitiesImpl(artifacts),
                new ReportActivitiesImpl(artifacts));

        Optional<MlflowTransport> transport =
                mlflow.map(address -> new MlflowTransport(address, CpuWorkerOptions.MLFLOW_ANSWER));
        Examination runs = transport
                .<Examination>map(server -> new RunExamination(registry, outbox, server))
                .orElse(List::of);

        Worker records = factory.newWorker(TaskQueues.REGISTRY, CpuWorkerOptions.records());
        records.registerActivitiesImplementations(
                new RegistryActivitiesImpl(
                        registry, artifacts, new MlflowMessages(CpuWorkerOptions.MLFLOW_USER, Clock.systemUTC())),
                new CheckupActivitiesImpl(registry, runs, new VolumeJudgement(registry, audit, Clock.systemUTC())));

        sender = transport.map(server -> new OutboxSender(outbox, registry, artifacts, server));

        new CapabilityCheck(client).begin();
        factory.start();
        sender.ifPresent(OutboxSender::start);
        log.info("CPU worker polls {} and {}", TaskQueues.CPU, TaskQueues.REGISTRY);
    }

    /** Stops polling and lets running activities end; Temporal gives what does not end in time to another worker. */
    @Override
    public void close() {
        factory.shutdown();
        factory.awaitTermination(CpuWorkerOptions.LONGEST_FAREWELL.toSeconds(), TimeUnit.SECONDS);
        factory.shutdownNow();
        pulse.close();
        sender.ifPresent(OutboxSender::close);
    }

    /** Runs until the process is asked to end. */
    public static void main(String[] arguments) throws IOException {
        try {
            run(CpuWorkerConfig.from(System.getenv()));
        } catch (InvalidConfigException e) {
            log.error("{}", e.getMessage());
            System.exit(2);
        }
    }

    private static void run(CpuWorkerConfig config) throws IOException {
        RegistryPool pool = RegistryPool.await(config.dbUrl(), config.dbUser(), config.dbPassword());
        StartWait.forDirectories(config.artifacts(), config.datasets());
        TemporalConnection temporal = TemporalConnection.to(config.temporal(), config.namespace());
        temporal.await();
        CpuWorker worker = new CpuWorker(
                temporal.client(),
                new JdbcRegistry(pool.dataSource()),
                new JdbcAudit(pool.dataSource()),
                new JdbcOutbox(pool.dataSource()),
                new DirectoryArtifactStore(config.artifacts()),
                config.datasets(),
                config.heartbeatTimeout(),
                config.mlflow());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            worker.close();
                            temporal.close();
                            pool.close();
                        },
                        "farewell"));
        worker.factory.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS);
    }
}
