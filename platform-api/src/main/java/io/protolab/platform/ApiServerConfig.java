package io.protolab.platform;

import io.protolab.platform.config.Environment;
import io.protolab.platform.config.InvalidConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API server reads from its environment.
 *
 * @param temporal host and port of Temporal's frontend
 * @param artifacts directory of the artifact store
 * @param mlflow address for links; the API server itself never speaks to MLflow
 */
public record ApiServerConfig(
        String dbUrl,
        String dbUser,
        String dbPassword,
        String temporal,
        String namespace,
        Path artifacts,
        String host,
        int port,
        Optional<String> token,
        Optional<String> mlflow) {
    public ApiServerConfig {
        if (token.isEmpty() && !isLoopback(host)) {
            throw new InvalidConfigException(List.of("PROTOLAB_HOST is '" + host
                    + "', which others can reach; set PROTOLAB_TOKEN or PROTOLAB_TOKEN_FILE, or bind 127.0.0.1"));
        }
    }

    /** @throws InvalidConfigException with everything that is wrong */
    public static ApiServerConfig from(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        String dbUrl = environment.dbUrl();
        String dbUser = environment.dbUser();
        String dbPassword = environment.dbPassword();
        String temporal = environment.temporal();
        Path artifacts = environment.artifacts();
        int port = environment.number("PROTOLAB_PORT", 8080, 0, 65535);
        Optional<String> token = environment.secret("PROTOLAB_TOKEN");
        environment.verify();
        return new ApiServerConfig(
                dbUrl,
                dbUser,
                dbPassword,
                temporal,
                environment.namespace(),
                artifacts,
                environment.optional("PROTOLAB_HOST").orElse("127.0.0.1"),
                port,
                token,
                environment.optional("PROTOLAB_MLFLOW"));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
