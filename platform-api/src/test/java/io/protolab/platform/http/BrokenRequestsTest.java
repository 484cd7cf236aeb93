package io.protolab.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.workflow.ExportClient;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.SweepSchedules;
import io.protolab.platform.workflow.TemporalConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that no HTTP client would send, written byte by byte. */
class BrokenRequestsTest {
    private static TemporalConnection temporal;
    private static Api api;
    private static int port;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        InMemoryRegistry registry = new InMemoryRegistry();
        temporal = TemporalConnection.to("127.0.0.1:1", "default");
        api = new Api(
                registry,
                registry.outbox(),
                new DirectoryArtifactStore(directory),
                new SweepClient(temporal.client()),
                new ExportClient(temporal.client()),
                DoctorRoutesTest.doctor(registry),
                new SweepSchedules(temporal.client()),
                Optional.empty(),
                Map.of());
        port = api.start("127.0.0.1", 0);
    }

    @AfterAll
    static void stop() {
        api.close();
        temporal.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /api/v1/%zz HTTP/1.1, 400",
        "GET /api/v1/sweeps/%00 HTTP/1.1, 400",
        "GET /api/v1/sweeps/a%2Fb HTTP/1.1, 404",
        "FOO /api/v1/sweeps HTTP/1.1, 405",
        "TRACE /api/v1/sweeps HTTP/1.1, 405",
        "G@T /api/v1/sweeps HTTP/1.1, 400",
        "GET /api/v1/sweeps HTTP/9.1, 505",
        "rubbish, 400"
    })
    void answersInJson(String requestLine, int status) throws IOException {
        String answer = send(requestLine + "\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n");

        assertProblem(answer, status);
    }

    @Test
    void answersInJson_whereHeadersAreTooLong() throws IOException {
        String cookie = "a".repeat(20_000);

        assertProblem(send("GET /api/v1/sweeps HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + "\r\n\r\n"), 431);
        assertProblem(send("GET /" + cookie + " HTTP/1.1\r\nHost: localhost\r\n\r\n"), 414);
    }

    private static void assertProblem(String answer, int status) throws IOException {
        String[] parts = answer.split("\r\n\r\n", 2);
        assertThat(parts[0])
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("Content-Type: application/json");
        ErrorBody body = Json.mapper()
                .readValue(parts[1].substring(parts[1].indexOf('{'), parts[1].lastIndexOf('}') + 1), ErrorBody.class);
        assertThat(body.message()).contains("; GET /");
    }

    private static String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
