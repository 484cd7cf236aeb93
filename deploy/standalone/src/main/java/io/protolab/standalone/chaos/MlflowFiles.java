package io.protolab.standalone.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The files of runs, as MLflow's server lists them. */
final class MlflowFiles {
    private static final Duration ANSWER_TIME = Duration.ofSeconds(30);

    private final String list;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param address of the server */
    MlflowFiles(String address) {
        this.list = address + "/api/2.0/mlflow/artifacts/list";
    }

    /** Sizes by path, of all folders. */
    Map<String, Long> of(String run) throws IOException, InterruptedException {
        Map<String, Long> files = new TreeMap<>();
        collect(run, "", files);
        return files;
    }

    private void collect(String run, String folder, Map<String, Long> files) throws IOException, InterruptedException {
        String query = "?run_id=" + run
                + (folder.isEmpty() ? "" : "&path=" + URLEncoder.encode(folder, StandardCharsets.UTF_8));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(list + query))
                        .timeout(ANSWER_TIME)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "MLflow lists no files of run " + run + ": status " + answer.statusCode() + ", " + answer.body());
        }
        for (JsonNode file : Json.mapper().readTree(answer.body()).path("files")) {
            if (file.path("is_dir").asBoolean()) {
                collect(run, file.path("path").asText(), files);
            } else {
                files.put(file.path("path").asText(), file.path("file_size").asLong());
            }
        }
    }
}
