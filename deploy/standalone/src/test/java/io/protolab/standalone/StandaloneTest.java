package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole process as a user starts it, with the real servers. The first run of a checkout installs MLflow. */
class StandaloneTest {
    private static final Path ROOT = TestDirectories.kept("standalone");

    private final List<String> lines = new ArrayList<>();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void kill() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        assertThat(Waiting.until(Duration.ofSeconds(20), () -> children().isEmpty()))
                .isTrue();
    }

    @Test
    void comesBackWithWhatItHad_afterAKillThatLeftNoChild() throws IOException, InterruptedException {
        Process killed = up();
        String created = post("experiments/create", "{\"name\": \"kept-" + System.nanoTime() + "\"}");

        killed.destroyForcibly().waitFor();
        assertThat(Waiting.until(Duration.ofSeconds(15), () -> children().isEmpty()))
                .isTrue();
        Process stopped = up();

        String id = created.replaceAll("\\D", "");
        assertThat(post("experiments/search", "{\"max_results\": 1000}")).contains("\"experiment_id\": \"" + id + "\"");

        stopped.destroy();
        assertThat(stopped.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(children()).isEmpty();
        assertThat(DataDirectory.user(ROOT)).isEmpty();
    }

    private Process up() throws IOException {
        lines.clear();
        Process process =
                JavaProcess.of(Protolab.class, "up", "--data", ROOT.toString()).start();
        started.add(process);
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.startsWith("Everything is up")) {
                return process;
            }
        }
        throw new AssertionError("It ended instead of starting: " + lines);
    }

    private String post(String call, String body) throws IOException, InterruptedException {
        String address = lines.stream()
                .filter(line -> line.startsWith("MLflow"))
                .reduce((first, last) -> last)
                .orElseThrow()
                .split("\\s+", -1)[1];
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/2.0/mlflow/" + call))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static List<ProcessHandle> children() {
        List<ProcessHandle> all = new ArrayList<>(children("postgres"));
        all.addAll(children("mlflow"));
        return all;
    }

    private static List<ProcessHandle> children(String child) {
        return new MarkedProcesses(ROOT).of(child);
    }
}
