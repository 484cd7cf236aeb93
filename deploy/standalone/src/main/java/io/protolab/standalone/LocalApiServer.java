package io.protolab.standalone;

import io.protolab.platform.ApiServer;
import io.protolab.platform.ApiServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API server on the loopback address, where it needs no token. */
final class LocalApiServer implements Part {
    private static final String HOST = "127.0.0.1";

    private final ApiServer server;

    private LocalApiServer(ApiServer server) {
        this.server = server;
    }

    /** @param wantedPort null takes the port of the last start, or any free one */
    static LocalApiServer start(
            DataDirectory data,
            DatabaseLogin registry,
            String temporal,
            Path artifacts,
            @Nullable Integer wantedPort,
            Map<String, String> addresses) {
        int port = Ports.choose(
                "the API server",
                "--api-port",
                wantedPort,
                data.directory("api").resolve("port"));
        ApiServerConfig config = new ApiServerConfig(
                registry.jdbcUrl(),
                registry.role(),
                registry.password(),
                temporal,
                Standalone.NAMESPACE,
                artifacts,
                HOST,
                port,
                Optional.empty(),
                Optional.ofNullable(addresses.get("mlflow")));
        try {
            return new LocalApiServer(new ApiServer(config, addresses));
        } catch (IOException e) {
            throw DataDirectory.notWritable(artifacts, e);
        }
    }

    @Override
    public String address() {
        return "http://" + HOST + ":" + server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
