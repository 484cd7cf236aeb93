package io.protolab.cpu.tracking;

import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.platform.json.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mlflow_project.google.protobuf.Message;

/**
 * One request, one answer: sends typed messages to MLflow's REST interface and never repeats anything by itself. Thread-safe.
 *
 * <p>The library's own client repeats a POST after an ambiguous failure, has no timeouts and needs Python for files; only its
 * message types are used.
 */
public final class MlflowTransport {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofSeconds(20);
    /** Of a slow network; a model has gigabytes, and the server writes each file twice before it answers. */
    private static final long UPLOADED_PER_SECOND = 5_000_000;

    private final URI tracking;
    private final Duration timeout;
    private final HttpClient http;

    /**
     * @param tracking address of the server; a path in front of its own is kept
     * @param timeout of a request; ten seconds are right for a server that is not overloaded
     */
    public MlflowTransport(URI tracking, Duration timeout) {
        String address = tracking.toString();
        this.tracking = address.endsWith("/") ? tracking : URI.create(address + '/');
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** How long a request may be under way; after that it may still be executing on the server. */
    Duration timeout() {
        return timeout;
    }

    Answer post(String endpoint, Message body) throws InterruptedException {
        return send("POST", endpoint, MlflowJson.print(body));
    }

    /**
     * For what the library has no message of.
     *
     * @param body strings, whole numbers, lists and maps of them: of another type than it expects, MLflow would lose the rest
     */
    Answer post(String endpoint, Map<String, Object> body) throws InterruptedException {
        return send("POST", endpoint, json(body));
    }

    Answer patch(String endpoint, Map<String, Object> body) throws InterruptedException {
        return send("PATCH", endpoint, json(body));
    }

    Answer delete(String endpoint) throws InterruptedException {
        return send("DELETE", endpoint, json(Map.of()));
    }

    private static byte[] json(Map<String, Object> body) {
        return Json.text(body).getBytes(StandardCharsets.UTF_8);
    }

    private Answer send(String method, String endpoint, byte[] body) throws InterruptedException {
        return send(
                method + " " + endpoint,
                HttpRequest.newBuilder(tracking.resolve("api/2.0/mlflow/" + endpoint))
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(body)));
    }

    Answer get(String endpoint, Map<String, String> query) throws InterruptedException {
        String parameters = new TreeMap<>(query)
                .entrySet().stream()
                        .map(entry ->
                                entry.getKey() + '=' + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return send(
                "GET " + endpoint,
                HttpRequest.newBuilder(tracking.resolve("api/2.0/mlflow/" + endpoint + '?' + parameters))
                        .timeout(timeout)
                        .GET());
    }

    /** Writes a file of a run, or overwrites it. */
    Answer put(String artifactUri, String path, byte[] content) throws InterruptedException {
        return put(artifactUri, path, BodyPublishers.ofByteArray(content), content.length);
    }

    /** Writes a file of a run from disk, or overwrites it. */
    Answer put(String artifactUri, String path, Path file) throws InterruptedException {
        try {
            return put(
                    artifactUri,
                    path,
                    BodyPublishers.ofFile(file),
                    file.toFile().length());
        } catch (FileNotFoundException e) {
            return Answer.of(Kind.BUSY, path + ": the stored file disappeared: " + e.getMessage());
        }
    }

    private Answer put(String artifactUri, String path, BodyPublisher content, long bytes) throws InterruptedException {
        URI address;
        try {
            address = ArtifactAddress.of(tracking, artifactUri, path);
        } catch (IllegalArgumentException e) {
            return Answer.of(Kind.REFUSED, String.valueOf(e.getMessage()));
        }
        return send(
                "PUT " + path,
                HttpRequest.newBuilder(address)
                        .timeout(UPLOAD_TIMEOUT.plusSeconds(bytes / UPLOADED_PER_SECOND))
                        .PUT(content));
    }

    private Answer send(String name, HttpRequest.Builder request) throws InterruptedException {
        String where = name + " to MLflow at " + tracking;
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return Answers.read(
                    where,
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").orElse(null));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Answer.of(
                    Kind.UNREACHABLE,
                    "MLflow at " + tracking + " does not answer; what it must learn is kept until it does");
        } catch (IOException e) {
            return Answer.of(Kind.NO_ANSWER, where + " got no answer: " + e);
        }
    }
}
