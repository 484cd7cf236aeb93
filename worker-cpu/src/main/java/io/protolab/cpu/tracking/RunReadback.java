package io.protolab.cpu.tracking;

import static java.util.stream.Collectors.toMap;

import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.cpu.tracking.ExpectedRun.Curve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mlflow.api.proto.Service.FileInfo;
import org.mlflow.api.proto.Service.GetMetricHistory;
import org.mlflow.api.proto.Service.GetRun;
import org.mlflow.api.proto.Service.ListArtifacts;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunData;

/**
 * Reads a finished run back and compares it with the registry, because an answer of 200 does not prove that MLflow kept what it
 * was sent.
 */
final class RunReadback {
    private static final String MOST_POINTS = "25000";
    private static final int SHOWN_DIFFERENCES = 10;

    private final MlflowTransport mlflow;

    RunReadback(MlflowTransport mlflow) {
        this.mlflow = mlflow;
    }

    /** {@link Kind#REFUSED} with the differences if the run is not what the registry says. */
    Answer compare(String runId, ExpectedRun expected) throws InterruptedException {
        List<String> differences = new ArrayList<>();
        Answer run = mlflow.get("runs/get", Map.of("run_id", runId));
        if (!run.isOk()) {
            return run;
        }
        RunData data = MlflowJson.read(run.body(), GetRun.Response.newBuilder())
                .getRun()
                .getData();
        differences.addAll(differences(expected, data));
        Answer counted = compareCounts(runId, expected, differences);
        Answer listed = counted.isOk() ? compareFiles(runId, expected, differences) : counted;
        if (!listed.isOk()) {
            return listed;
        }
        return differences.isEmpty()
                ? run
                : Answer.of(
                        Kind.REFUSED,
                        differences.size() + " differences between the registry and MLflow run " + runId + ": "
                                + differences.stream().limit(SHOWN_DIFFERENCES).collect(Collectors.joining("; ")));
    }

    /** What a run itself tells: params, and the last point of each curve. */
    static List<String> differences(ExpectedRun expected, RunData data) {
        List<String> differences = new ArrayList<>();
        compareParams(expected, data, differences);
        compareLast(expected, data, differences);
        return differences;
    }

    private static void compareParams(ExpectedRun expected, RunData data, List<String> differences) {
        Map<String, String> there =
                data.getParamsList().stream().collect(toMap(Param::getKey, Param::getValue, (a, b) -> b));
        expected.params().forEach((key, value) -> {
            if (!value.equals(there.get(key))) {
                differences.add("param " + key + " is " + there.get(key) + ", not " + value);
            }
        });
    }

    private static void compareLast(ExpectedRun expected, RunData data, List<String> differences) {
        Map<String, Metric> there =
                data.getMetricsList().stream().collect(toMap(Metric::getKey, metric -> metric, (a, b) -> b));
        expected.curves().forEach((key, curve) -> {
            Metric last = there.get(key);
            if (last == null
                    || last.getStep() != curve.lastStep()
                    || Double.compare(last.getValue(), curve.last()) != 0) {
                differences.add("metric " + key + " ends with "
                        + (last == null ? "nothing" : last.getValue() + " at step " + last.getStep()) + ", not "
                        + curve.last()
                        + " at step " + curve.lastStep());
            }
        });
    }

    /** Curves of one point were compared as a whole already. */
    private Answer compareCounts(String runId, ExpectedRun expected, List<String> differences)
            throws InterruptedException {
        for (Map.Entry<String, Curve> curve : expected.curves().entrySet()) {
            if (curve.getValue().count() < 2) {
                continue;
            }
            Answer history = mlflow.get(
                    "metrics/get-history",
                    Map.of("run_id", runId, "metric_key", curve.getKey(), "max_results", MOST_POINTS));
            if (!history.isOk()) {
                return history;
            }
            int count = MlflowJson.read(history.body(), GetMetricHistory.Response.newBuilder())
                    .getMetricsCount();
            if (count != curve.getValue().count()) {
                differences.add("metric " + curve.getKey() + " has " + count + " points, not "
                        + curve.getValue().count());
            }
        }
        return Answer.ok("");
    }

    private Answer compareFiles(String runId, ExpectedRun expected, List<String> differences)
            throws InterruptedException {
        Map<String, Long> there = new HashMap<>();
        Set<String> folders =
                expected.files().keySet().stream().map(RunReadback::folder).collect(Collectors.toSet());
        for (String folder : folders) {
            Answer listed = mlflow.get("artifacts/list", Map.of("run_id", runId, "path", folder));
            if (!listed.isOk()) {
                return listed;
            }
            for (FileInfo file : MlflowJson.read(listed.body(), ListArtifacts.Response.newBuilder())
                    .getFilesList()) {
                there.put(file.getPath(), file.getFileSize());
            }
        }
        expected.files().forEach((path, size) -> {
            if (!size.equals(there.get(path))) {
                differences.add("file " + path + " has " + there.get(path) + " bytes, not " + size);
            }
        });
        return Answer.ok("");
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
