package io.protolab.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.registry.RegistrySamples;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.workflow.ExportClient;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.SweepSchedules;
import io.protolab.platform.workflow.TemporalConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API while Temporal takes connections and never answers, which is as bad as it gets. */
class AbsentTemporalTest {
    private static final String SPEC = """
            apiVersion: protolab/v1
            kind: Sweep
            name: small
            experiment: tests/api
            datasets: [{name: birds, kind: flatbirds}]
            backbones: [{name: vit, weights: random}]
            """;

    /** Far below the minute that Temporal's client would try, far above the seconds that are promised. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private ServerSocket silent;
    private TemporalConnection temporal;
    private Api api;
    private String base;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        temporal = TemporalConnection.to("127.0.0.1:" + silent.getLocalPort(), "default");
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
        base = "http://127.0.0.1:" + api.start("127.0.0.1", 0) + "/api/v1/sweeps";
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        temporal.close();
        silent.close();
    }

    @Test
    void acceptsASweepAndSaysThatItStartsLater() throws Exception {
        HttpResponse<String> first = post("", SPEC);
        HttpResponse<String> again = post("", SPEC);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        JsonNode sweep = Json.mapper().readTree(first.body());
        assertThat(sweep.get("state").asText()).isEqualTo("WAITING");
        assertThat(sweep.get("reason").asText()).isEqualTo("recorded; will start as soon as Temporal answers");
        assertThat(registry.openSweeps())
                .extracting(SweepRecord::id)
                .containsExactly(sweep.get("id").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "cancel"})
    void saysSoonThatAnOrderMayNotHaveArrived(String verb) throws Exception {
        registry.accept(RegistrySamples.twoAssignmentsTwoSeeds("small-1"));

        HttpResponse<String> response = post("/small-1/" + verb, "");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("Temporal does not answer", "repeat it", "/api/v1/health");
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
