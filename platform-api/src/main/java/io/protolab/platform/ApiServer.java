package io.protolab.platform;

import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.config.InvalidConfigException;
import io.protolab.platform.config.StartWait;
import io.protolab.platform.doctor.DeliveryExamination;
import io.protolab.platform.doctor.Doctor;
import io.protolab.platform.doctor.ExecutionExamination;
import io.protolab.platform.doctor.RecordExamination;
import io.protolab.platform.doctor.StoreExamination;
import io.protolab.platform.doctor.WorkflowExamination;
import io.protolab.platform.finding.Examination;
import io.protolab.platform.http.Api;
import io.protolab.platform.registry.Audit;
import io.protolab.platform.registry.JdbcAudit;
import io.protolab.platform.registry.JdbcOutbox;
import io.protolab.platform.registry.JdbcRegistry;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.RegistryPool;
import io.protolab.platform.workflow.CheckupClient;
import io.protolab.platform.workflow.Executions;
import io.protolab.platform.workflow.ExportClient;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.SweepSchedules;
import io.protolab.platform.workflow.TemporalConnection;
import io.protolab.platform.workflow.TemporalExecutions;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API server: registry, artifacts, Temporal client, reconciler, routes. */
public final class ApiServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

    private final RegistryPool pool;
    private final TemporalConnection temporal;
    private final Reconciler reconciler;
    private final Api api;
    private final int port;

    /**
     * Starts serving.
     *
     * @param addresses of the other parts, for people
     * @throws IOException if the artifact store cannot be opened
     */
    public ApiServer(ApiServerConfig config, Map<String, String> addresses) throws IOException {
        this(config, addresses, RegistryPool.open(config.dbUrl(), config.dbUser(), config.dbPassword()));
    }

    private ApiServer(ApiServerConfig config, Map<String, String> addresses, RegistryPool pool) throws IOException {
        this.pool = pool;
        temporal = TemporalConnection.to(config.temporal(), config.namespace());
        SweepClient sweeps = new SweepClient(temporal.client());
        Registry registry = new JdbcRegistry(pool.dataSource());
        Outbox outbox = new JdbcOutbox(pool.dataSource());
        DirectoryArtifactStore artifacts = new DirectoryArtifactStore(config.artifacts());
        Audit audit = new JdbcAudit(pool.dataSource());
        Executions executions = new TemporalExecutions(temporal.client());
        Examination records = new RecordExamination(registry, audit, outbox);
        Doctor doctor = new Doctor(
                registry,
                List.of(
                        new ExecutionExamination(registry, audit, executions, sweeps),
                        records,
                        new DeliveryExamination(outbox, Clock.systemUTC()),
                        new WorkflowExamination(registry, audit, executions, Clock.systemUTC()),
                        new StoreExamination(registry, audit, artifacts, Clock.systemUTC())),
                StoreExamination.ofContents(registry, audit, artifacts),
                new CheckupClient(temporal.client())::examine);
        reconciler = new Reconciler(registry, sweeps, () -> doctor.mend(records));
        api = new Api(
                registry,
                outbox,
                artifacts,
                sweeps,
                new ExportClient(temporal.client()),
                doctor,
                new SweepSchedules(temporal.client()),
                config.token(),
                addresses);
        port = api.start(config.host(), config.port());
        sweeps.capabilities().begin();
        reconciler.start();
    }

    /** The port it serves on, also where 0 was asked for. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        reconciler.close();
        api.close();
        temporal.close();
        pool.close();
    }

    public static void main(String[] arguments) throws IOException {
        try {
            ApiServerConfig config = ApiServerConfig.from(System.getenv());
            Map<String, String> addresses =
                    new TreeMap<>(Map.of("temporal", config.temporal(), "postgresql", config.dbUrl()));
            config.mlflow().ifPresent(mlflow -> addresses.put("mlflow", mlflow));
            StartWait.forDirectories(config.artifacts());
            ApiServer server = new ApiServer(
                    config, addresses, RegistryPool.await(config.dbUrl(), config.dbUser(), config.dbPassword()));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
            log.info("API server on http://{}:{}", config.host(), server.port());
        } catch (InvalidConfigException e) {
            log.error("{}", e.getMessage());
            System.exit(2);
        }
    }
}
