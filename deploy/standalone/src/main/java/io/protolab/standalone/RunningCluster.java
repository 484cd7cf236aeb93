package io.protolab.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A cluster whose server runs while its files are copied: PostgreSQL's low-level base backup. What the copy of a file misses because
 * it was written meanwhile stands in the log between {@link #begin} and {@link #end}; a slot keeps that log, and both go with
 * the session, however it ends.
 */
final class RunningCluster implements AutoCloseable {
    private final Path cluster;
    private final Handle session;
    private final String firstSegment;

    /**
     * What makes the copied files a cluster.
     *
     * @param label to be its {@code backup_label}: it tells a server where in the log to begin
     * @param segments names of log files that belong to it
     */
    record Ending(String label, List<String> segments) {
        Ending {
            segments = List.copyOf(segments);
        }
    }

    private RunningCluster(Path cluster, Handle session, String firstSegment) {
        this.cluster = cluster;
        this.session = session;
        this.firstSegment = firstSegment;
    }

    /** @throws StartupException if the server does not answer */
    static RunningCluster begin(Path data) throws IOException {
        Handle session = open(data);
        try {
            session.execute("SELECT pg_create_physical_replication_slot('backup_' || pg_backend_pid(), true, true)");
            String first = session.createQuery(
                            "SELECT pg_walfile_name(pg_backup_start('protolab backup', fast => true))")
                    .mapTo(String.class)
                    .one();
            return new RunningCluster(data.resolve("postgres/cluster"), session, first);
        } catch (JdbiException e) {
            session.close();
            throw failure(data, e);
        }
    }

    /** To be called when the last file but those of the log has been copied. */
    Ending end() throws IOException {
        record Stop(String label, String lastSegment) {}
        Stop stop = session.createQuery("""
                        SELECT labelfile, pg_walfile_name(lsn) AS last_segment
                        FROM pg_backup_stop(wait_for_archive => false)""")
                .map((row, context) -> new Stop(row.getString("labelfile"), row.getString("last_segment")))
                .one();
        try (Stream<Path> log = Files.list(cluster.resolve("pg_wal"))) {
            List<String> segments = log.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9A-F]{24}"))
                    .filter(name -> name.compareTo(firstSegment) >= 0 && name.compareTo(stop.lastSegment()) <= 0)
                    .sorted()
                    .toList();
            if (!segments.contains(firstSegment) || !segments.contains(stop.lastSegment())) {
                throw new IOException("PostgreSQL's log from " + firstSegment + " to " + stop.lastSegment()
                        + " is not whole; there are " + segments);
            }
            return new Ending(stop.label(), segments);
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** As the superuser, with the password and the port that the data directory keeps. */
    private static Handle open(Path data) throws IOException {
        try {
            String password =
                    Files.readString(data.resolve("passwords/postgres")).strip();
            int port = Integer.parseInt(
                    Files.readString(data.resolve("postgres/port")).strip());
            DatabaseLogin superuser = new DatabaseLogin("127.0.0.1", port, "postgres", "postgres", password);
            return Jdbi.create(superuser.dataSource()).open();
        } catch (JdbiException | NumberFormatException | NoSuchFileException e) {
            throw failure(data, e);
        }
    }

    /** What somebody is told whose database went away. */
    static StartupException failure(Path data, Exception cause) {
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        return new StartupException(
                data + " is in use, and its database does not answer (" + reason.getMessage() + ").",
                "Wait until it is up, or stop it with `" + DataDirectory.downCommand(data) + "`; then try again.",
                cause);
    }
}
