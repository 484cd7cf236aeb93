package io.protolab.platform.cli;

import static java.net.HttpURLConnection.HTTP_OK;
import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.http.ErrorBody;
import io.protolab.platform.http.Health;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The API server as the command line sees it. Failures are {@link CommandFailure}s. */
public final class ApiClient {
    /** Submitting thousands of trials is one transaction; everything else answers at once. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** Of a request whose work is reading terabytes. */
    private static final Duration LATE_ANSWER = Duration.ofHours(24);

    private final URI base;
    private final Optional<String> token;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public ApiClient(String base, Optional<String> token) {
        this.base = address(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
        this.token = token;
    }

    private static URI address(String text) {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like an address of another kind
        }
        throw new CommandFailure(
                ExitCodes.INVALID,
                "'" + text + "' is no address of an API server; give one such as http://127.0.0.1:8080 with --api");
    }

    /** The state of the platform, which answers even where it is degraded. */
    Health health() {
        String answer = text(
                exchange(request(ApiPaths.HEALTH).GET().build(), HttpResponse.BodyHandlers.ofString()),
                HTTP_UNAVAILABLE);
        return read(answer, Json.mapper().constructType(Health.class), Health.class::cast);
    }

    /** The answer as text. */
    public String get(String path) {
        return send(request(path).GET().build());
    }

    public <T> T get(String path, Class<T> type) {
        return read(get(path), Json.mapper().constructType(type), type::cast);
    }

    public <T> List<T> list(String path, Class<T> element) {
        return readList(get(path), element);
    }

    /** Sends a text and answers with a text. */
    public String post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/yaml; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Asks for something that may take hours. */
    String patientGet(String path) {
        return send(request(path).timeout(LATE_ANSWER).GET().build());
    }

    /** Orders something that may take hours. */
    String patientPost(String path) {
        return send(request(path)
                .timeout(LATE_ANSWER)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** A list in an answer. */
    @SuppressWarnings("unchecked") // the element type is the one that Jackson was given
    static <T> List<T> readList(String answer, Class<T> element) {
        JavaType type = Json.mapper().getTypeFactory().constructCollectionType(List.class, element);
        return read(answer, type, list -> (List<T>) list);
    }

    /** Fetches an artifact into a file, which appears whole or not at all. */
    void download(Artifact artifact, Path file) throws IOException {
        Path part =
                Files.createTempFile(file.toAbsolutePath().getParent(), String.valueOf(file.getFileName()), ".part");
        try {
            HttpResponse<Path> response = exchange(
                    request("/api/v1/artifacts/" + artifact.sha256()).GET().build(),
                    HttpResponse.BodyHandlers.ofFile(part));
            if (response.statusCode() != HTTP_OK) {
                throw failure(response.statusCode(), Files.readString(part));
            }
            String sha256 = sha256(part);
            if (!sha256.equals(artifact.sha256())) {
                throw new CommandFailure(
                        ExitCodes.PLATFORM,
                        artifact.name() + " arrived with sha256 " + sha256 + " instead of " + artifact.sha256()
                                + "; fetch it again");
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return Sha256.of(content);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private String send(HttpRequest request) {
        return text(exchange(request, HttpResponse.BodyHandlers.ofString()), HTTP_OK);
    }

    /** The body of a success, or of one more status that carries an answer. */
    private String text(HttpResponse<String> response, int alsoGood) {
        if (response.statusCode() / 100 == 2 || response.statusCode() == alsoGood) {
            return response.body();
        }
        throw failure(response.statusCode(), response.body());
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCodes.PLATFORM,
                    "the API server at " + base + " does not answer (" + e
                            + "); start it with 'protolab up', or name it with --api URL");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCodes.PLATFORM, "interrupted while waiting for " + base);
        }
    }

    private CommandFailure failure(int status, String answer) {
        try {
            ErrorBody body = Json.mapper().readValue(answer, ErrorBody.class);
            return new CommandFailure(status < 500 ? ExitCodes.INVALID : ExitCodes.PLATFORM, body);
        } catch (JsonProcessingException e) {
            return new CommandFailure(
                    ExitCodes.PLATFORM,
                    base + " answers with status " + status
                            + ", but not as an API server of protolab does; name one with --api URL");
        }
    }

    private static <T> T read(String json, JavaType type, Function<Object, T> cast) {
        try {
            return cast.apply(Json.mapper().readValue(json, type));
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCodes.PLATFORM,
                    "the API server's answer is not understood (" + e.getOriginalMessage()
                            + "); are both of one version?");
        }
    }
}
