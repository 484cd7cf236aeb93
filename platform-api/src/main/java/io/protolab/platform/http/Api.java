package io.protolab.platform.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.json.JavalinJackson;
import io.javalin.router.Endpoint;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.doctor.Doctor;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.workflow.ExportClient;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.SweepSchedules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The HTTP API over its parts. */
public final class Api implements AutoCloseable {
    private static final long LARGEST_BODY = SpecReader.MOST_CHARACTERS;

    private final Javalin server;

    /**
     * @param token asked of every request but health if present; required by the caller as soon as the API leaves loopback
     * @param addresses of other parts, for people
     */
    public Api(
            Registry registry,
            Outbox outbox,
            ArtifactStore artifacts,
            SweepClient sweeps,
            ExportClient exports,
            Doctor doctor,
            SweepSchedules schedules,
            Optional<String> token,
            Map<String, String> addresses) {
        List<Operation> operations = Stream.of(
                        new SweepRoutes(registry, outbox, sweeps).operations(),
                        new TrialRoutes(registry).operations(),
                        new ExportRoutes(registry, exports).operations(),
                        new ScheduleRoutes(schedules).operations(),
                        new ArtifactRoutes(registry, artifacts).operations(),
                        new DeliveryRoutes(outbox).operations(),
                        new FeatureSetRoutes(registry, sweeps).operations(),
                        new DoctorRoutes(doctor).operations(),
                        new HealthRoutes(outbox, sweeps, addresses).operations())
                .flatMap(List::stream)
                .toList();
        var openApi = OpenApi.of(operations);
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jsonMapper(new JavalinJackson(Json.mapper(), false));
            config.http.maxRequestSize = LARGEST_BODY;
            config.http.prefer405over404 = true;
            config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new BrokenRequests()));
            token.ifPresent(secret -> config.routes.before("/api/*", ctx -> {
                if (!ctx.path().equals("/api/v1/health") && !matches(ctx.header("Authorization"), secret)) {
                    throw new UnauthorizedResponse("this API asks for a token; send 'Authorization: Bearer <token>'");
                }
            }));
            operations.forEach(operation -> route(config, operation.method(), operation.path(), operation.handler()));
            route(config, HandlerType.GET, "/openapi.json", ctx -> ctx.json(openApi));
            ErrorResponses.register(config.routes);
        });
    }

    /** HEAD does what GET does, and Jetty keeps the body back. */
    private static void route(JavalinConfig config, HandlerType method, String path, Handler handler) {
        config.routes.addEndpoint(Endpoint.create(method, path).handler(handler));
        if (method.equals(HandlerType.GET)) {
            config.routes.addEndpoint(Endpoint.create(HandlerType.HEAD, path).handler(handler));
        }
    }

    /** @return the port, also where 0 was asked for */
    public int start(String host, int port) {
        return server.start(host, port).port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static boolean matches(@Nullable String header, String secret) {
        byte[] expected = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
        return header != null && MessageDigest.isEqual(header.getBytes(StandardCharsets.UTF_8), expected);
    }
}
