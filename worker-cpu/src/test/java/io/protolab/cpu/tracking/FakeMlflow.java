package io.protolab.cpu.tracking;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The part of MLflow's REST interface that we use, in memory, on a loopback port, with failures on demand. What is kept and how
 * it answers follows the real server; {@link FakeRuns} holds it.
 */
final class FakeMlflow implements AutoCloseable {
    /** What goes wrong with a request. */
    enum Fault {
        /** 500 after the request took effect. */
        FAILS_AFTER_EFFECT,
        /** 503 before anything happened. */
        UNAVAILABLE,
        /** 429 with a pause of one second. */
        TOO_MANY,
        /** The request takes effect and the connection breaks. */
        BREAKS_AFTER_EFFECT,
        /** The request takes effect and the answer comes too late. */
        SILENT_AFTER_EFFECT,
        /** Like the silence, and the effect as well comes only after the client gave up. */
        LATE_EFFECT,
        /** 400 as after a lost race in the database. */
        UNIQUE_VIOLATION,
        /** 400 for good. */
        INVALID,
        /** 403 in plain text, as the check of the host name answers. */
        FORBIDDEN,
        /** 200, and the request is forgotten. */
        SWALLOWED
    }

    /** A request that arrived. */
    record Received(String method, String endpoint, String body) {}

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // or every answer takes 40 ms
    }

    private static final String REST = "/api/2.0/mlflow/";
    private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";

    private final FakeRuns runs = new FakeRuns();
    private final FakeModels models = new FakeModels();
    private final List<Received> received = new ArrayList<>();
    private final Map<String, Deque<Fault>> faults = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final long silenceMillis;
    private final int port;
    private @Nullable HttpServer server;

    /** @param silenceMillis longer than the client waits for an answer */
    FakeMlflow(long silenceMillis) {
        this.silenceMillis = silenceMillis;
        this.port = listen(0);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The next requests to this endpoint go wrong, one after the other. */
    synchronized void fail(String endpoint, Fault... next) {
        faults.computeIfAbsent(endpoint, key -> new ArrayDeque<>()).addAll(Arrays.asList(next));
    }

    /** From now on requests to this endpoint that contain this text are refused for good. */
    synchronized void failBodies(String endpoint, String text) {
        refused.put(endpoint, text);
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    synchronized List<String> bodies(String endpoint) {
        return received.stream()
                .filter(request -> request.endpoint().equals(endpoint))
                .map(Received::body)
                .toList();
    }

    /** What the server holds; wait for silence before looking. */
    FakeRuns runs() {
        return runs;
    }

    FakeModels models() {
        return models;
    }

    /** Connections are refused from now on. */
    void goAway() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    void comeBack() {
        listen(port);
    }

    @Override
    public void close() {
        goAway();
        threads.shutdownNow();
    }

    private int listen(int wanted) {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
            started.createContext("/", this::serve);
            started.setExecutor(threads);
            started.start();
            server = started;
            return started.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getRawPath();
            String endpoint = path.startsWith(REST) ? path.substring(REST.length()) : "artifacts";
            Fault fault = arrived(exchange.getRequestMethod(), endpoint, body);
            switch (fault == null ? "" : fault.name()) {
                case "UNAVAILABLE" -> answer(exchange, 503, "{\"error_code\":\"TEMPORARILY_UNAVAILABLE\"}");
                case "TOO_MANY" -> {
                    exchange.getResponseHeaders().add("Retry-After", "1");
                    answer(exchange, 429, "Too Many Requests");
                }
                case "UNIQUE_VIOLATION" ->
                    answer(
                            exchange,
                            400,
                            "{\"error_code\":\"BAD_REQUEST\",\"message\":\"(psycopg2.errors.UniqueViolation) param_pk\"}");
                case "INVALID" ->
                    answer(exchange, 400, "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"no such thing\"}");
                case "FORBIDDEN" ->
                    answer(exchange, 403, "Invalid Host header - possible DNS rebinding attack detected");
                case "SWALLOWED" -> answer(exchange, 200, "{}");
                case "LATE_EFFECT" -> {
                    pause();
                    effect(exchange, path, endpoint, body);
                }
                default -> {
                    FakeRuns.Reply reply = effect(exchange, path, endpoint, body);
                    if (fault == Fault.FAILS_AFTER_EFFECT) {
                        answer(exchange, 500, "{\"error_code\":\"INTERNAL_ERROR\"}");
                    } else if (fault == Fault.SILENT_AFTER_EFFECT) {
                        pause();
                    } else if (fault != Fault.BREAKS_AFTER_EFFECT) {
                        answer(exchange, reply.status(), reply.body());
                    }
                }
            }
        }
    }

    private synchronized @Nullable Fault arrived(String method, String endpoint, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        received.add(new Received(method, endpoint, text));
        if (refused.containsKey(endpoint) && text.contains(refused.get(endpoint))) {
            return Fault.INVALID;
        }
        Deque<Fault> next = faults.get(endpoint);
        return next == null ? null : next.poll();
    }

    private FakeRuns.Reply effect(HttpExchange exchange, String path, String endpoint, byte[] body) {
        if (path.startsWith(FILES)) {
            String file = URLDecoder.decode(path.substring(FILES.length()), StandardCharsets.UTF_8);
            if (file.matches("[^/]+/models/.*")) {
                models.putFile(file, body);
                return new FakeRuns.Reply(200, "");
            }
            return runs.putFile(file, body);
        }
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        return models.call(exchange.getRequestMethod(), endpoint, query, body)
                .orElseGet(() -> withOutputs(endpoint, query, runs.call(endpoint, query, body)));
    }

    /** The typed messages know no outputs of a run. */
    private FakeRuns.Reply withOutputs(String endpoint, Map<String, String> query, FakeRuns.Reply reply) {
        if (!endpoint.equals("runs/get")) {
            return reply;
        }
        String outputs = models.outputs(query.getOrDefault("run_id", "")).stream()
                .map(id -> "{\"model_id\":\"" + id + "\"}")
                .collect(Collectors.joining(","));
        return new FakeRuns.Reply(
                reply.status(),
                reply.body()
                        .replaceFirst(
                                "\\{\"run\":\\{", "{\"run\":{\"outputs\":{\"model_outputs\":[" + outputs + "]},"));
    }

    private static Map<String, String> query(@Nullable String raw) {
        return raw == null
                ? Map.of()
                : Arrays.stream(raw.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0],
                                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                                (a, b) -> b,
                                TreeMap::new));
    }

    private void pause() {
        try {
            Thread.sleep(silenceMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
