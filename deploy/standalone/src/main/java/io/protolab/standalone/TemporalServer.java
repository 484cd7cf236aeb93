package io.protolab.standalone;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.protolab.platform.workflow.CapabilityCheck;
import io.protolab.platform.workflow.TemporalConnection;
import io.protolab.platform.workflow.TemporalUnavailableException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Temporal's own server as a child process, on the loopback address and with two databases of its own. What it was told is on the disk:
 * workflows go on after it was killed, can be searched, and can be started by schedules.
 */
public final class TemporalServer implements Part {
    private static final String HOST = "127.0.0.1";
    /** It is there in less than a second; a first start waits for its caches to learn of namespace and search attributes. */
    private static final Duration START_TIME = Duration.ofMinutes(1);

    /** The server answers ten questions about its lists in a second and refuses the rest: asked without a pause, it would never answer all of ours. */
    private static final Duration LOOK_PAUSE = Duration.ofMillis(500);

    private static final Duration STOP_TIME = Duration.ofSeconds(15);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);
    /** How long what has ended can be looked at; the registry keeps it for good. */
    private static final Duration RETENTION = Duration.ofDays(7);

    private final Watchdog server;
    private final String address;

    private TemporalServer(Watchdog server, String address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Brings the tables up to date, starts the server and returns when it answers a question that needs both databases.
     *
     * @param workflows a database of its own, with its tables
     * @param visibility another one
     * @param wantedPort null takes the port of the last start, or any free one
     */
    static TemporalServer start(
            DataDirectory data,
            TemporalPrograms programs,
            DatabaseLogin workflows,
            DatabaseLogin visibility,
            @Nullable Integer wantedPort,
            Progress.Step progress) {
        return start(data, programs, workflows, visibility, wantedPort, RestartPause.growing(), progress);
    }

    /** @param pause before it is started again after it ended by itself */
    static TemporalServer start(
            DataDirectory data,
            TemporalPrograms programs,
            DatabaseLogin workflows,
            DatabaseLogin visibility,
            @Nullable Integer wantedPort,
            RestartPause pause,
            Progress.Step progress) {
        Path directory = data.directory("temporal");
        Path settings = directory.resolve("server.yaml");
        int port = Ports.choose("Temporal", "--temporal-port", wantedPort, directory.resolve("port"));
        List<Integer> inner = Ports.chooseLow(TemporalSettings.INNER_PORTS, directory.resolve("inner-ports"));
        try {
            new TemporalSettings(port, inner, workflows, visibility).write(settings);
        } catch (IOException e) {
            throw DataDirectory.notWritable(settings, e);
        }
        new TemporalSchema(programs, data).update(workflows, visibility);

        ChildProcess.Command command = new ChildProcess.Command(
                "temporal",
                List.of(),
                List.of(programs.server().toString(), "--config-file", settings.toString(), "--allow-no-auth", "start"),
                environment(),
                directory,
                "TERM",
                STOP_TIME);
        Watchdog server = Watchdog.start(command, data, child -> awaitReady(child, port), pause, progress);
        return new TemporalServer(server, HOST + ":" + port);
    }

    /** The target for a Temporal client. */
    @Override
    public String address() {
        return address;
    }

    @Override
    public void close() {
        server.close();
    }

    /** Ours, without the variables that its template of a configuration reads. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("TEMPORAL_"));
        return environment;
    }

    private static void awaitReady(ChildProcess child, int port) {
        try (TemporalConnection connection = TemporalConnection.to(HOST + ":" + port, Standalone.NAMESPACE)) {
            WorkflowServiceStubs client = connection.client().getWorkflowServiceStubs();
            CapabilityCheck check = new CapabilityCheck(connection.client());
            boolean ready = Waiting.until(
                    START_TIME,
                    LOOK_PAUSE,
                    () -> !child.isAlive() || (child.listensOn(port) && hasNamespace(client) && lacksNothing(check)));
            if (!child.isAlive()) {
                throw child.log().failure("Temporal ended during its start");
            }
            if (!ready) {
                throw child.log().failure("Temporal is not ready after " + START_TIME.toSeconds() + " s");
            }
        }
    }

    /** A first start registers what the lists are to be searched by, which the server knows some seconds later. */
    private static boolean lacksNothing(CapabilityCheck check) {
        try {
            return check.ask().lacking().isEmpty();
        } catch (TemporalUnavailableException e) {
            return false;
        }
    }

    /** Its health is green without a database, so the namespace is asked for, and made where it is missing. */
    private static boolean hasNamespace(WorkflowServiceStubs client) {
        try {
            var unused = client.blockingStub()
                    .withDeadlineAfter(ANSWER_TIME.toSeconds(), TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(Standalone.NAMESPACE)
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                register(client);
            }
            return false;
        }
    }

    private static void register(WorkflowServiceStubs client) {
        try {
            var unused = client.blockingStub()
                    .withDeadlineAfter(ANSWER_TIME.toSeconds(), TimeUnit.SECONDS)
                    .registerNamespace(RegisterNamespaceRequest.newBuilder()
                            .setNamespace(Standalone.NAMESPACE)
                            .setWorkflowExecutionRetentionPeriod(
                                    com.google.protobuf.Duration.newBuilder().setSeconds(RETENTION.toSeconds()))
                            .build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
        }
    }
}
