package io.protolab.cpu.tracking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.DatasetInput;
import org.mlflow.api.proto.Service.DeleteRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.FileInfo;
import org.mlflow.api.proto.Service.GetExperimentByName;
import org.mlflow.api.proto.Service.GetMetricHistory;
import org.mlflow.api.proto.Service.GetRun;
import org.mlflow.api.proto.Service.ListArtifacts;
import org.mlflow.api.proto.Service.LogBatch;
import org.mlflow.api.proto.Service.LogInputs;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RestoreExperiment;
import org.mlflow.api.proto.Service.RestoreRun;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunData;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunInputs;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.SearchExperiments;
import org.mlflow.api.proto.Service.SearchRuns;
import org.mlflow.api.proto.Service.SetExperimentTag;
import org.mlflow.api.proto.Service.SetTag;
import org.mlflow.api.proto.Service.UpdateRun;
import org.mlflow_project.google.protobuf.Message;

/** Experiments and runs as MLflow keeps them: creates are not idempotent, params are write-once, equal points are kept once. */
final class FakeRuns {
    /** Status and JSON of an answer. */
    record Reply(int status, String body) {}

    /** One run. */
    static final class FakeRun {
        final String id;
        final String experimentId;
        final String name;
        final long startTime;
        final Map<String, String> tags = new TreeMap<>();
        final Map<String, String> params = new TreeMap<>();
        final Set<Metric> metrics = new LinkedHashSet<>();
        final List<DatasetInput> inputs = new ArrayList<>();
        final Map<String, byte[]> files = new TreeMap<>();
        RunStatus status = RunStatus.RUNNING;
        long endTime;
        boolean deleted;

        private FakeRun(String id, CreateRun request) {
            this.id = id;
            this.experimentId = request.getExperimentId();
            this.name = request.getRunName();
            this.startTime = request.getStartTime();
            request.getTagsList().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        }

        List<Metric> points(String key) {
            return metrics.stream()
                    .filter(metric -> metric.getKey().equals(key))
                    .toList();
        }
    }

    private static final Pattern TAG_FILTER = Pattern.compile("tags\\.`([^`]+)` = '([^']*)'");

    private final Map<String, Experiment> experiments = new LinkedHashMap<>();
    private final Map<String, FakeRun> runs = new LinkedHashMap<>();
    private int created;

    synchronized List<Experiment> experiments() {
        return List.copyOf(experiments.values());
    }

    synchronized List<FakeRun> all() {
        return List.copyOf(runs.values());
    }

    synchronized List<FakeRun> active() {
        return runs.values().stream().filter(run -> !run.deleted).toList();
    }

    /** The only run that was not deleted and bears this name. */
    synchronized FakeRun named(String name) {
        List<FakeRun> found =
                active().stream().filter(run -> run.name.equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " runs are called " + name);
        }
        return found.get(0);
    }

    /** As a person does it on the page. */
    synchronized void delete(FakeRun run) {
        run.deleted = true;
    }

    /** As {@code mlflow gc} does with deleted runs. */
    synchronized void forget(FakeRun run) {
        runs.remove(run.id);
    }

    /** As a create that took effect a second time. */
    synchronized void copy(FakeRun run) {
        CreateRun.Builder request = CreateRun.newBuilder()
                .setExperimentId(run.experimentId)
                .setRunName(run.name)
                .setStartTime(run.startTime);
        run.tags.forEach(
                (key, value) -> request.addTags(RunTag.newBuilder().setKey(key).setValue(value)));
        createRun(request.build());
    }

    synchronized void deleteExperiment(String name) {
        experiments.computeIfPresent(
                name,
                (key, found) -> found.toBuilder().setLifecycleStage("deleted").build());
    }

    synchronized Reply putFile(String path, byte[] content) {
        String[] parts = path.split("/", 4);
        FakeRun run = runs.get(parts[1]);
        if (run != null) {
            run.files.put(parts[3], content);
        }
        return new Reply(200, "");
    }

    synchronized Reply call(String endpoint, Map<String, String> query, byte[] body) {
        return switch (endpoint) {
            case "experiments/create" ->
                createExperiment(
                        MlflowJson.read(body, CreateExperiment.newBuilder()).build());
            case "experiments/search" ->
                ok(SearchExperiments.Response.newBuilder()
                        .addAllExperiments(experiments.values().stream()
                                .filter(experiment ->
                                        experiment.getLifecycleStage().equals("active"))
                                .toList())
                        .build());
            case "experiments/get-by-name" -> getByName(query.getOrDefault("experiment_name", ""));
            case "experiments/restore" ->
                restore(MlflowJson.read(body, RestoreExperiment.newBuilder()).getExperimentId());
            case "experiments/set-experiment-tag" ->
                setExperimentTag(
                        MlflowJson.read(body, SetExperimentTag.newBuilder()).build());
            case "runs/create" ->
                createRun(MlflowJson.read(body, CreateRun.newBuilder()).build());
            case "runs/search" ->
                search(MlflowJson.read(body, SearchRuns.newBuilder()).build());
            case "runs/restore" -> {
                run(MlflowJson.read(body, RestoreRun.newBuilder()).getRunId()).deleted = false;
                yield new Reply(200, "{}");
            }
            case "runs/get" ->
                !runs.containsKey(query.get("run_id"))
                        ? error(404, "RESOURCE_DOES_NOT_EXIST", "no such run")
                        : ok(GetRun.Response.newBuilder()
                                .setRun(view(run(query.get("run_id"))))
                                .build());
            case "runs/delete" -> {
                run(MlflowJson.read(body, DeleteRun.newBuilder()).getRunId()).deleted = true;
                yield new Reply(200, "{}");
            }
            case "runs/set-tag" -> {
                SetTag tag = MlflowJson.read(body, SetTag.newBuilder()).build();
                run(tag.getRunId()).tags.put(tag.getKey(), tag.getValue());
                yield new Reply(200, "{}");
            }
            case "runs/log-batch" ->
                logBatch(MlflowJson.read(body, LogBatch.newBuilder()).build());
            case "runs/log-inputs" ->
                logInputs(MlflowJson.read(body, LogInputs.newBuilder()).build());
            case "runs/update" ->
                update(MlflowJson.read(body, UpdateRun.newBuilder()).build());
            case "metrics/get-history" ->
                ok(GetMetricHistory.Response.newBuilder()
                        .addAllMetrics(run(query.get("run_id")).points(query.getOrDefault("metric_key", "")))
                        .build());
            case "artifacts/list" -> list(run(query.get("run_id")), query.getOrDefault("path", ""));
            default -> error(404, "ENDPOINT_NOT_FOUND", endpoint);
        };
    }

    private Reply createExperiment(CreateExperiment request) {
        if (experiments.containsKey(request.getName())) {
            return error(400, "RESOURCE_ALREADY_EXISTS", request.getName());
        }
        String id = Integer.toString(experiments.size() + 1);
        experiments.put(
                request.getName(),
                Experiment.newBuilder()
                        .setExperimentId(id)
                        .setName(request.getName())
                        .setLifecycleStage("active")
                        .addAllTags(request.getTagsList())
                        .build());
        return ok(CreateExperiment.Response.newBuilder().setExperimentId(id).build());
    }

    private Reply getByName(String name) {
        Experiment found = experiments.get(name);
        return found == null
                ? error(404, "RESOURCE_DOES_NOT_EXIST", name)
                : ok(GetExperimentByName.Response.newBuilder()
                        .setExperiment(found)
                        .build());
    }

    private Reply restore(String id) {
        experiments.replaceAll(
                (name, experiment) -> experiment.getExperimentId().equals(id)
                        ? experiment.toBuilder().setLifecycleStage("active").build()
                        : experiment);
        return new Reply(200, "{}");
    }

    private Reply setExperimentTag(SetExperimentTag request) {
        experiments.replaceAll(
                (name, experiment) -> experiment.getExperimentId().equals(request.getExperimentId())
                        ? experiment.toBuilder()
                                .addTags(ExperimentTag.newBuilder()
                                        .setKey(request.getKey())
                                        .setValue(request.getValue()))
                                .build()
                        : experiment);
        return new Reply(200, "{}");
    }

    private Reply createRun(CreateRun request) {
        FakeRun run = new FakeRun("run" + ++created, request);
        runs.put(run.id, run);
        return ok(CreateRun.Response.newBuilder().setRun(view(run)).build());
    }

    private Reply search(SearchRuns request) {
        SearchRuns.Response.Builder found = SearchRuns.Response.newBuilder();
        active().stream()
                .filter(run -> request.getExperimentIdsList().contains(run.experimentId))
                .filter(run -> matches(run, request.getFilter()))
                .forEach(run -> found.addRuns(view(run)));
        return ok(found.build());
    }

    private static boolean matches(FakeRun run, String filter) {
        Matcher tag = TAG_FILTER.matcher(filter);
        boolean all = true;
        while (tag.find()) {
            all &= tag.group(2).equals(run.tags.get(tag.group(1)));
        }
        return all;
    }

    private Reply logBatch(LogBatch request) {
        FakeRun run = run(request.getRunId());
        if (run.deleted) {
            return error(400, "INVALID_PARAMETER_VALUE", "The run " + run.id + " must be in the 'active' state.");
        }
        int entities = request.getMetricsCount() + request.getParamsCount() + request.getTagsCount();
        if (entities > 1000) {
            return error(400, "INVALID_PARAMETER_VALUE", "A batch logging request can contain at most 1000 entities");
        }
        for (Param param : request.getParamsList()) {
            String known = run.params.putIfAbsent(param.getKey(), param.getValue());
            if (known != null && !known.equals(param.getValue())) {
                return error(400, "INVALID_PARAMETER_VALUE", "Changing param values is not allowed");
            }
        }
        run.metrics.addAll(request.getMetricsList());
        request.getTagsList().forEach(tag -> run.tags.put(tag.getKey(), tag.getValue()));
        return new Reply(200, "{}");
    }

    private Reply logInputs(LogInputs request) {
        FakeRun run = run(request.getRunId());
        for (DatasetInput input : request.getDatasetsList()) {
            boolean known = run.inputs.stream()
                    .anyMatch(there -> there.getDataset()
                                    .getName()
                                    .equals(input.getDataset().getName())
                            && there.getDataset()
                                    .getDigest()
                                    .equals(input.getDataset().getDigest()));
            if (!known) {
                run.inputs.add(input);
            }
        }
        return new Reply(200, "{}");
    }

    private Reply update(UpdateRun request) {
        FakeRun run = run(request.getRunId());
        run.status = request.getStatus();
        run.endTime = request.getEndTime();
        return ok(
                UpdateRun.Response.newBuilder().setRunInfo(view(run).getInfo()).build());
    }

    private static Reply list(FakeRun run, String folder) {
        ListArtifacts.Response.Builder files = ListArtifacts.Response.newBuilder();
        run.files.forEach((path, content) -> {
            if (path.substring(0, Math.max(0, path.lastIndexOf('/'))).equals(folder)) {
                files.addFiles(FileInfo.newBuilder().setPath(path).setFileSize(content.length));
            }
        });
        return ok(files.build());
    }

    private static Run view(FakeRun run) {
        RunData.Builder data = RunData.newBuilder();
        run.params.forEach(
                (key, value) -> data.addParams(Param.newBuilder().setKey(key).setValue(value)));
        run.tags.forEach(
                (key, value) -> data.addTags(RunTag.newBuilder().setKey(key).setValue(value)));
        Map<String, Metric> latest = new TreeMap<>();
        for (Metric metric : run.metrics) {
            latest.merge(metric.getKey(), metric, (a, b) -> b.getStep() >= a.getStep() ? b : a);
        }
        data.addAllMetrics(latest.values());
        return Run.newBuilder()
                .setInfo(RunInfo.newBuilder()
                        .setRunId(run.id)
                        .setRunName(run.name)
                        .setExperimentId(run.experimentId)
                        .setStartTime(run.startTime)
                        .setStatus(run.status)
                        .setLifecycleStage(run.deleted ? "deleted" : "active")
                        .setArtifactUri("mlflow-artifacts:/" + run.experimentId + "/" + run.id + "/artifacts"))
                .setData(data)
                .setInputs(RunInputs.newBuilder().addAllDatasetInputs(run.inputs))
                .build();
    }

    private FakeRun run(@Nullable String id) {
        FakeRun run = runs.get(String.valueOf(id));
        if (run == null) {
            throw new IllegalArgumentException("no run " + id);
        }
        return run;
    }

    private static Reply ok(Message message) {
        return new Reply(200, new String(MlflowJson.print(message), StandardCharsets.UTF_8));
    }

    private static Reply error(int status, String code, String message) {
        return new Reply(status, "{\"error_code\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }
}
