package io.protolab.cpu.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Logged and registered models as MLflow keeps them: creates are not idempotent, and an output of a run is taken once. */
final class FakeModels {
    private static final Pattern TAG_FILTER = Pattern.compile("tags?\\.`([^`]+)` = '([^']*)'");
    private static final Pattern NAME_FILTER = Pattern.compile("name = '([^']*)'");

    /** A logged model or a version. */
    static final class FakeModel {
        final String id;
        final String name;
        final String runId;
        final Map<String, String> tags = new TreeMap<>();
        final Map<String, byte[]> files = new TreeMap<>();
        String status = "LOGGED_MODEL_PENDING";

        private FakeModel(String id, JsonNode request, String run) {
            this.id = id;
            this.name = request.path("name").asText();
            this.runId = request.path(run).asText();
            request.path("tags")
                    .forEach(tag ->
                            tags.put(tag.get("key").asText(), tag.get("value").asText()));
        }

        private boolean matches(String filter) {
            Matcher tag = TAG_FILTER.matcher(filter);
            Matcher named = NAME_FILTER.matcher(filter);
            boolean all = !named.find() || named.group(1).equals(name);
            while (tag.find()) {
                all &= tag.group(2).equals(tags.get(tag.group(1)));
            }
            return all;
        }
    }

    private final Map<String, FakeModel> models = new LinkedHashMap<>();
    private final List<FakeModel> versions = new ArrayList<>();
    private final Set<String> registered = new LinkedHashSet<>();
    private final Map<String, Set<String>> outputs = new TreeMap<>();

    /** Logged models that were not deleted. */
    synchronized List<FakeModel> logged() {
        return List.copyOf(models.values());
    }

    synchronized List<FakeModel> versions() {
        return List.copyOf(versions);
    }

    /** Ids of the models that came out of a run. */
    synchronized Set<String> outputs(String runId) {
        return Set.copyOf(outputs.getOrDefault(runId, Set.of()));
    }

    /** @param path as {@code 1/models/m-1/artifacts/MLmodel} */
    synchronized void putFile(String path, byte[] content) {
        String[] parts = path.split("/", 5);
        FakeModel model = models.get(parts[2]);
        if (model != null) {
            model.files.put(parts[4], content);
        }
    }

    /** Empty for an endpoint that is not about models. */
    synchronized Optional<FakeRuns.Reply> call(
            String method, String endpoint, Map<String, String> query, byte[] content) {
        JsonNode body = json(content);
        if (method.equals("PATCH") || method.equals("DELETE")) {
            return Optional.of(change(method, endpoint.substring(endpoint.lastIndexOf('/') + 1), body));
        }
        return switch (endpoint) {
            case "logged-models" -> {
                String id = "m-" + (models.size() + 1);
                models.put(id, new FakeModel(id, body, "source_run_id"));
                yield ok(Map.of(
                        "model", view(models.get(id), body.get("experiment_id").asText())));
            }
            case "logged-models/search" -> {
                String experiment = body.get("experiment_ids").get(0).asText();
                yield ok(Map.of(
                        "models",
                        models.values().stream()
                                .filter(model ->
                                        model.matches(body.get("filter").asText()))
                                .map(model -> view(model, experiment))
                                .toList()));
            }
            case "runs/outputs" -> {
                String model = body.at("/models/0/model_id").asText();
                boolean added = outputs.computeIfAbsent(body.get("run_id").asText(), run -> new LinkedHashSet<>())
                        .add(model);
                yield added ? ok(Map.of()) : error("BAD_REQUEST", "UniqueViolation");
            }
            case "registered-models/create" ->
                registered.add(body.get("name").asText())
                        ? ok(Map.of())
                        : error("RESOURCE_ALREADY_EXISTS", "there is one");
            case "model-versions/search" ->
                ok(Map.of(
                        "model_versions",
                        versions.stream()
                                .filter(version -> version.matches(query.getOrDefault("filter", "")))
                                .map(version ->
                                        Map.of("name", version.name, "version", version.id, "run_id", version.runId))
                                .toList()));
            case "model-versions/create" -> {
                versions.add(new FakeModel(Integer.toString(versions.size() + 1), body, "run_id"));
                yield ok(Map.of());
            }
            default -> endpoint.startsWith("logged-models/") ? ok(look(endpoint.split("/", -1))) : Optional.empty();
        };
    }

    /** A model, or what lies directly in its folder. */
    private Map<String, Object> look(String[] path) {
        FakeModel model = models.get(path[1]);
        if (path.length == 2) {
            return Map.of("model", view(model, "1"));
        }
        List<Object> files = new ArrayList<>();
        Objects.requireNonNull(model)
                .files
                .forEach((name, content) -> files.add(Map.of("path", name, "file_size", content.length)));
        return Map.of("files", files);
    }

    private FakeRuns.Reply change(String method, String id, JsonNode body) {
        if (method.equals("DELETE")) {
            models.remove(id);
        } else {
            models.computeIfPresent(id, (key, model) -> {
                model.status = body.get("status").asText();
                return model;
            });
        }
        return new FakeRuns.Reply(200, "{}");
    }

    private static Map<String, Object> view(@Nullable FakeModel found, String experiment) {
        FakeModel model = Objects.requireNonNull(found);
        return Map.of(
                "info",
                Map.of(
                        "model_id",
                        model.id,
                        "artifact_uri",
                        "mlflow-artifacts:/" + experiment + "/models/" + model.id + "/artifacts",
                        "name",
                        model.name,
                        "source_run_id",
                        model.runId,
                        "status",
                        model.status,
                        "creation_timestamp_ms",
                        1));
    }

    private static Optional<FakeRuns.Reply> ok(Map<String, Object> answer) {
        return Optional.of(new FakeRuns.Reply(200, Json.text(answer)));
    }

    private static Optional<FakeRuns.Reply> error(String code, String message) {
        return Optional.of(new FakeRuns.Reply(400, Json.text(Map.of("error_code", code, "message", message))));
    }

    private static JsonNode json(byte[] content) {
        try {
            return Json.mapper().readTree(new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
