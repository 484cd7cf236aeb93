package io.protolab.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration file of a Temporal server whose four services share one process and the loopback address.
 *
 * @param frontend port for clients
 * @param inner seven more ports: those of history, matching and worker, then those by which the four services know each other
 * @param workflows where it keeps them
 * @param visibility where it searches them
 */
record TemporalSettings(int frontend, List<Integer> inner, DatabaseLogin workflows, DatabaseLogin visibility) {
    static final int INNER_PORTS = 7;

    TemporalSettings {
        inner = List.copyOf(inner);
    }

    /** Writes the file, which holds passwords, for the eyes of its owner alone. */
    void write(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text());
    }

    private String text() {
        List<Object> ports = new ArrayList<>(List.of(frontend));
        ports.addAll(inner);
        return """
                log: {stdout: true, level: warn}
                persistence:
                  defaultStore: workflows
                  visibilityStore: visibility
                  numHistoryShards: 4 # for the life of the database
                  datastores:
                    workflows:
                """
                + store(workflows, 20)
                + "    visibility:\n"
                + store(visibility, 10)
                + """
                global:
                  membership: {maxJoinDuration: 30s, broadcastAddress: "127.0.0.1"}
                services:
                  frontend: {rpc: {grpcPort: %1$d, membershipPort: %5$d, bindOnIP: "127.0.0.1"}}
                  history: {rpc: {grpcPort: %2$d, membershipPort: %6$d, bindOnIP: "127.0.0.1"}}
                  matching: {rpc: {grpcPort: %3$d, membershipPort: %7$d, bindOnIP: "127.0.0.1"}}
                  worker: {rpc: {grpcPort: %4$d, membershipPort: %8$d, bindOnIP: "127.0.0.1"}}
                clusterMetadata:
                  enableGlobalNamespace: false
                  failoverVersionIncrement: 10
                  masterClusterName: active
                  currentClusterName: active
                  clusterInformation:
                    active: {enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "127.0.0.1:%1$d"}
                """.formatted(ports.toArray());
    }

    private static String store(DatabaseLogin database, int connections) {
        return """
                  sql:
                    pluginName: postgres12
                    connectProtocol: tcp
                    connectAddr: "%s:%d"
                    databaseName: %s
                    user: %s
                    password: "%s"
                    maxConns: %6$d
                    maxIdleConns: %6$d
            """.formatted(
                        database.host(),
                        database.port(),
                        database.database(),
                        database.role(),
                        database.password(),
                        connections);
    }
}
