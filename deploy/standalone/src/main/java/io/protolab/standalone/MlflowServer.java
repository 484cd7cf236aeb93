package io.protolab.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MLflow's own tracking server as a child process, on the loopback address, with one worker, its records in a database of
 * its own and its artifacts in the data directory.
 */
public final class MlflowServer implements Part {
    private static final String HOST = "127.0.0.1";
    /** A first start also creates its tables; without compiled Python it takes 16 s on two idle cores. */
    private static final Duration START_TIME = Duration.ofMinutes(2);

    private static final Duration STOP_TIME = Duration.ofSeconds(10);
    private static final Duration REQUEST_TIME = Duration.ofSeconds(5);

    private final Watchdog server;
    private final String address;

    private MlflowServer(Watchdog server, String address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Starts the server and returns when it answers a question that needs the database.
     *
     * @param database its own; the server creates the tables
     * @param wantedPort null takes the port of the last start, or any free one
     */
    public static MlflowServer start(
            DataDirectory data,
            MlflowInstallation installation,
            DatabaseLogin database,
            @Nullable Integer wantedPort,
            Progress.Step progress) {
        return start(data, installation, database, wantedPort, RestartPause.growing(), progress);
    }

    /** @param pause before it is started again after it ended by itself */
    static MlflowServer start(
            DataDirectory data,
            MlflowInstallation installation,
            DatabaseLogin database,
            @Nullable Integer wantedPort,
            RestartPause pause,
            Progress.Step progress) {
        Path directory = data.directory("mlflow");
        int port = Ports.choose("MLflow", "--mlflow-port", wantedPort, directory.resolve("port"));
        ChildProcess.Command command = new ChildProcess.Command(
                "mlflow",
                List.of(),
                serverCommand(installation, port),
                environment(database, data.directory("mlflow/artifacts")),
                directory,
                "TERM",
                STOP_TIME);
        String address = "http://" + HOST + ":" + port;
        return new MlflowServer(
                Watchdog.start(command, data, child -> awaitReady(child, port, address), pause, progress), address);
    }

    /** The tracking address, which is also that of the pages for people. */
    @Override
    public String address() {
        return address;
    }

    @Override
    public void close() {
        server.close();
    }

    private static List<String> serverCommand(MlflowInstallation installation, int port) {
        return List.of(
                installation.program().toString(),
                "server",
                "--host",
                HOST,
                "--port",
                Integer.toString(port),
                "--workers",
                "1",
                "--serve-artifacts",
                "--uvicorn-opts",
                "--log-level warning --no-access-log --timeout-graceful-shutdown 3");
    }

    /** The database comes through the environment: everybody may read a command line, and it holds a password. */
    private static Map<String, String> environment(DatabaseLogin database, Path artifacts) {
        Map<String, String> environment = MlflowInstallation.cleanEnvironment();
        // Names the driver: SQLAlchemy 2.1 takes a plain postgresql:// for one that is not installed.
        environment.put(
                "MLFLOW_BACKEND_STORE_URI",
                "postgresql+psycopg2://" + database.role() + ":" + database.password() + "@" + database.host() + ":"
                        + database.port() + "/" + database.database());
        environment.put("MLFLOW_ARTIFACTS_DESTINATION", artifacts.toUri().toString());
        environment.put("MLFLOW_DISABLE_TELEMETRY", "true");
        environment.put("DO_NOT_TRACK", "true");
        environment.put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
        return environment;
    }

    private static void awaitReady(ChildProcess child, int port, String address) {
        HttpClient http = HttpClient.newBuilder().connectTimeout(REQUEST_TIME).build();
        boolean ready =
                Waiting.until(START_TIME, () -> !child.isAlive() || (child.listensOn(port) && answers(http, address)));
        if (!child.isAlive()) {
            throw child.log().failure("MLflow ended during its start");
        }
        if (!ready) {
            throw child.log().failure("MLflow is not ready after " + START_TIME.toSeconds() + " s");
        }
    }

    /** Its health page is green without a database, so a search is asked for as well. */
    private static boolean answers(HttpClient http, String address) {
        HttpRequest version = request(address + "/version").GET().build();
        HttpRequest search = request(address + "/api/2.0/mlflow/experiments/search")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"max_results\": 1}"))
                .build();
        try {
            HttpResponse<String> answer = http.send(version, HttpResponse.BodyHandlers.ofString());
            return answer.body().equals(MlflowInstallation.VERSION)
                    && http.send(search, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("The start was interrupted.", "Start again.", e);
        }
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(REQUEST_TIME);
    }
}
