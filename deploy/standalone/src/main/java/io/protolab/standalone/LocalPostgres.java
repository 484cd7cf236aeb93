package io.protolab.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A durable PostgreSQL of our own as a child process: on the loopback address, with passwords, and with every commit on the
 * disk before it is confirmed. It recovers by itself from having been killed.
 */
public final class LocalPostgres implements Part {
    private static final String HOST = "127.0.0.1";
    /** Recovery after a crash may replay minutes of work. */
    private static final Duration START_TIME = Duration.ofMinutes(2);
    /** A fast stop ends the sessions and writes a checkpoint. */
    private static final Duration STOP_TIME = Duration.ofSeconds(30);
    /** SIGINT asks for the fast stop; SIGTERM would wait until every client has gone. */
    private static final String FAST_STOP = "INT";
    /** Asked before, it would write a line of refusal for each question. */
    private static final String READY = "database system is ready to accept connections";

    private final Watchdog server;
    private final int port;
    private final DataDirectory data;
    private final int migrations;

    private LocalPostgres(Watchdog server, int port, DataDirectory data, int migrations) {
        this.server = server;
        this.port = port;
        this.data = data;
        this.migrations = migrations;
    }

    /**
     * Starts the cluster of the data directory, creating it on first use, and brings the registry's schema up to date.
     *
     * @param wantedPort null takes the port of the last start, or any free one
     */
    public static LocalPostgres start(DataDirectory data, @Nullable Integer wantedPort, Progress.Step progress) {
        return start(data, wantedPort, RestartPause.growing(), progress);
    }

    /** @param pause before it is started again after it ended by itself */
    static LocalPostgres start(
            DataDirectory data, @Nullable Integer wantedPort, RestartPause pause, Progress.Step progress) {
        Path directory = data.directory("postgres");
        Path bin = PostgresBinaries.unpack(directory).resolve("bin");
        PostgresUser user = PostgresUser.forDirectory(directory);
        Path cluster = cluster(data, directory, bin, user, progress);
        int port = Ports.choose("PostgreSQL", "--postgres-port", wantedPort, directory.resolve("port"));

        ChildProcess.Command command = new ChildProcess.Command(
                "postgres",
                user.prefix(),
                serverCommand(bin, cluster, port),
                environment(),
                directory,
                FAST_STOP,
                STOP_TIME);
        ChildProcess child = startServer(command, cluster, data);
        try {
            DatabaseLogin superuser = login(data, port, "postgres", "postgres");
            awaitReady(child, superuser);
            int migrations = Databases.prepare(
                    superuser,
                    login(data, port, "protolab", "protolab_owner"),
                    login(data, port, "protolab", "protolab_application"),
                    login(data, port, "mlflow", "mlflow"));
            Watchdog server = Watchdog.over(child, () -> startServer(command, cluster, data), pause, progress);
            return new LocalPostgres(server, port, data, migrations);
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /** May change the registry's schema. */
    public DatabaseLogin owner() {
        return login(data, port, "protolab", "protolab_owner");
    }

    /** May read and write the registry's rows. */
    public DatabaseLogin application() {
        return login(data, port, "protolab", "protolab_application");
    }

    /** Owns the database of the MLflow server, and sees no other. */
    public DatabaseLogin mlflow() {
        return login(data, port, "mlflow", "mlflow");
    }

    /** Owns the database in which a Temporal server keeps workflows; made when it is first asked for. */
    DatabaseLogin temporal(TemporalSchema schema) {
        return made("temporal", schema::createWorkflows);
    }

    /** Owns the database in which a Temporal server searches workflows; made when it is first asked for. */
    DatabaseLogin temporalVisibility(TemporalSchema schema) {
        return made("temporal_visibility", schema::createVisibility);
    }

    private DatabaseLogin made(String database, Consumer<DatabaseLogin> filling) {
        DatabaseLogin owner = login(data, port, database, "temporal");
        Databases.create(login(data, port, "postgres", "postgres"), owner, filling);
        return owner;
    }

    /** How many migrations this start applied. */
    public int migrations() {
        return migrations;
    }

    @Override
    public String address() {
        return HOST + ":" + port;
    }

    @Override
    public void close() {
        server.close();
    }

    private static DatabaseLogin login(DataDirectory data, int port, String database, String role) {
        return new DatabaseLogin(HOST, port, database, role, data.password(role));
    }

    private static Path cluster(
            DataDirectory data, Path directory, Path bin, PostgresUser user, Progress.Step progress) {
        Path cluster = directory.resolve("cluster");
        try {
            if (!Files.exists(cluster)) {
                progress.say("creating the database in " + cluster);
                create(data, directory, bin, user, cluster);
            }
            user.own(cluster);
            return cluster;
        } catch (IOException e) {
            throw new StartupException(
                    "Cannot prepare the database in " + cluster + " (" + e + ").",
                    "Correct the permissions, or choose another place with --data DIR.",
                    e);
        }
    }

    /** Initialises beside the final place and moves, so that an interrupted start leaves no half cluster. */
    private static void create(DataDirectory data, Path directory, Path bin, PostgresUser user, Path cluster)
            throws IOException {
        Path partial = directory.resolve("cluster.partial");
        FileTree.delete(partial);
        Files.createDirectories(partial.resolve("cluster"));
        Path password = partial.resolve("password");
        Files.writeString(password, data.password("postgres") + "\n");
        user.own(partial);

        List<String> initdb = List.of(
                bin.resolve("initdb").toString(),
                "--pgdata=" + partial.resolve("cluster"),
                "--username=postgres",
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C", // installed everywhere, and it sorts the same everywhere
                "--no-instructions");
        ChildProcess.Command command = new ChildProcess.Command(
                "initdb", user.prefix(), initdb, environment(), directory, "TERM", Duration.ofSeconds(5));
        if (ChildProcess.run(command, data) != 0) {
            throw new LogFile(data.directory("logs").resolve("initdb.log"))
                    .failure("PostgreSQL cannot create a database");
        }
        Files.move(partial.resolve("cluster"), cluster, StandardCopyOption.ATOMIC_MOVE);
        FileTree.delete(partial);
    }

    private static ChildProcess startServer(ChildProcess.Command command, Path cluster, DataDirectory data) {
        try {
            ClusterLock.clear(cluster);
            return ChildProcess.start(command, data);
        } catch (IOException e) {
            throw new StartupException(
                    "Cannot clear the lock of " + cluster + " (" + e + ").",
                    "Correct the permissions and start again.",
                    e);
        }
    }

    private static List<String> serverCommand(Path bin, Path cluster, int port) {
        List<String> command = new ArrayList<>(List.of(
                bin.resolve("postgres").toString(),
                "-D",
                cluster.toString(),
                "-h",
                HOST,
                "-p",
                Integer.toString(port)));
        for (String setting : List.of(
                "unix_socket_directories=",
                "max_connections=200",
                "fsync=on",
                "synchronous_commit=on",
                "timezone=UTC",
                "log_timezone=UTC")) {
            command.addAll(List.of("-c", setting));
        }
        return command;
    }

    private static void awaitReady(ChildProcess child, DatabaseLogin superuser) {
        boolean ready = Waiting.until(
                START_TIME, () -> !child.isAlive() || (child.log().text().contains(READY) && answers(superuser)));
        if (!child.isAlive()) {
            throw child.log().failure("PostgreSQL ended during its start");
        }
        if (!ready) {
            throw child.log().failure("PostgreSQL is not ready after " + START_TIME.toSeconds() + " s");
        }
    }

    /** The generated password lets nobody but our own cluster answer. */
    private static boolean answers(DatabaseLogin superuser) {
        try (Connection connection = superuser.dataSource().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ours, without the variables that PostgreSQL would take for settings. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        return environment;
    }
}
