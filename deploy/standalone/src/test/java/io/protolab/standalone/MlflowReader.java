package io.protolab.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an MLflow server shows, asked for over its REST interface and not through our own reader. */
final class MlflowReader {
    private final String api;
    private final HttpClient http = HttpClient.newHttpClient();

    MlflowReader(String address) {
        this.api = address + "/api/2.0/mlflow/";
    }

    /** One point of a curve. */
    record Point(long step, double value) {}

    /** A new experiment's id. */
    String createExperiment(String name) {
        return post("experiments/create", Map.of("name", name))
                .get("experiment_id")
                .asText();
    }

    /** A new run's id. */
    String createRun(String experiment, Map<String, String> tags) {
        List<Map<String, String>> list = tags.entrySet().stream()
                .map(tag -> Map.of("key", tag.getKey(), "value", tag.getValue()))
                .toList();
        return post("runs/create", Map.of("experiment_id", experiment, "tags", list))
                .at("/run/info/run_id")
                .asText();
    }

    /** {@code active} or {@code deleted}. */
    String stage(String run) {
        return get("runs/get?run_id=" + run).at("/run/info/lifecycle_stage").asText();
    }

    /** Ids of all experiments. */
    List<String> experiments() {
        List<String> ids = new ArrayList<>();
        post("experiments/search", Map.of("max_results", 1000))
                .path("experiments")
                .forEach(experiment -> ids.add(experiment.get("experiment_id").asText()));
        return ids;
    }

    /** Ids of the runs of all experiments that pass a filter such as {@code tags.`protolab.kind` = 'sweep'}. */
    List<String> runs(String filter) {
        List<String> ids = new ArrayList<>();
        post("runs/search", Map.of("experiment_ids", experiments(), "filter", filter))
                .path("runs")
                .forEach(run -> ids.add(run.at("/info/run_id").asText()));
        return ids;
    }

    /** The last value of every metric of a run. */
    Map<String, Double> lastMetrics(String run) {
        Map<String, Double> values = new TreeMap<>();
        get("runs/get?run_id=" + run)
                .at("/run/data/metrics")
                .forEach(metric -> values.put(
                        metric.get("key").asText(), metric.get("value").asDouble()));
        return values;
    }

    /** Every row of a metric, by step. */
    List<Point> history(String run, String metric) {
        List<Point> points = new ArrayList<>();
        get("metrics/get-history?max_results=10000&run_id=" + run + "&metric_key="
                        + URLEncoder.encode(metric, StandardCharsets.UTF_8))
                .path("metrics")
                .forEach(point -> points.add(new Point(
                        point.path("step").asLong(), point.get("value").asDouble())));
        points.sort((a, b) -> Long.compare(a.step(), b.step()));
        return points;
    }

    private JsonNode get(String call) {
        return send(HttpRequest.newBuilder(URI.create(api + call)).build());
    }

    private JsonNode post(String call, Map<String, Object> body) {
        return send(HttpRequest.newBuilder(URI.create(api + call))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)))
                .build());
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(request.uri() + " answers " + answer.statusCode() + ": " + answer.body());
            }
            return Json.mapper().readTree(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(request.uri() + " does not answer", e);
        }
    }
}
