package io.protolab.standalone;

import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Temporal's in-memory server on the loopback address, in real time. Its own server class would listen on every
 * network interface, so the services are put behind a listener of ours. It forgets everything when it stops:
 * what matters is in the registry, from which open sweeps are submitted again.
 *
 * <p>The two classes of {@code io.temporal.internal} are used here and nowhere else.
 */
public final class LocalTemporal implements Part {
    private static final String HOST = "127.0.0.1";

    private final TestServicesStarter services;
    private final Server server;

    private LocalTemporal(TestServicesStarter services, Server server) {
        this.services = services;
        this.server = server;
    }

    /**
     * For workers that live as long as the server does.
     *
     * @param wantedPort null takes any free one
     * @throws StartupException if the port is in use
     */
    public static LocalTemporal start(@Nullable Integer wantedPort) {
        return start(wantedPort == null ? 0 : wantedPort, List.of());
    }

    /** For workers that come and go. */
    private static LocalTemporal startShared(int port) {
        return start(port, List.of(new SharedWorkflowTasks()));
    }

    private static LocalTemporal start(int port, List<ServerInterceptor> interceptors) {
        boolean lockTimeSkipping = true;
        TestServicesStarter services = new TestServicesStarter(lockTimeSkipping, 0);
        try {
            NettyServerBuilder builder =
                    NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            builder.intercept(new CompletionGuard(services.getWorkflowService()));
            interceptors.forEach(builder::intercept);
            GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
            return new LocalTemporal(services, builder.build().start());
        } catch (IOException e) {
            services.close();
            throw new StartupException(
                    "Temporal cannot listen on port " + port + " (" + e.getMessage() + ").",
                    "Stop the program that uses it, or choose another port with --temporal-port PORT.",
                    e);
        }
    }

    /** The target for a Temporal client. */
    @Override
    public String address() {
        return HOST + ":" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        services.close();
    }

    /** Runs the server in a process of its own until that is ended. The one argument is the port, default 7233. */
    public static void main(String[] arguments) throws InterruptedException {
        LocalTemporal temporal = startShared(arguments.length == 0 ? 7233 : Integer.parseInt(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(temporal::close, "stop-temporal"));
        System.out.println("Temporal at " + temporal.address());
        temporal.server.awaitTermination();
    }
}
