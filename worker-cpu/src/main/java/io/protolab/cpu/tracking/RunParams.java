package io.protolab.cpu.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.json.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Params of runs: what a sweep varies, and the main hyperparameters. Every trial of a sweep has the same keys, because MLflow's
 * charts drop a run that lacks one; the whole spec is a file of the run.
 */
final class RunParams {
    static final String DATASET = "dataset";
    static final String BACKBONE = "backbone";
    static final String SEED = "seed";

    private static final List<String> MAIN = List.of(
            "head.prototypes",
            "head.dim",
            "head.temperature",
            "loss.tanh",
            "loss.sparsity.kind",
            "loss.sparsity.weight",
            "training.epochs",
            "training.batchSize",
            "training.learningRate",
            "training.warmupEpochs",
            "training.weightDecay");

    private RunParams() {}

    static SortedMap<String, String> of(TrialSpec trial) {
        JsonNode tree = Json.mapper().valueToTree(trial);
        SortedMap<String, String> params = new TreeMap<>();
        MAIN.forEach(path -> put(params, path, text(tree, path)));
        trial.assignment().forEach((path, value) -> put(params, path, axisValue(tree, path, value)));
        put(params, DATASET, trial.dataset().name());
        put(params, BACKBONE, trial.backbone().name());
        put(params, SEED, Long.toString(trial.seed()));
        return params;
    }

    /** Whether values of this axis speak for themselves. */
    static boolean isName(String axis) {
        return axis.equals(DATASET) || axis.equals(BACKBONE);
    }

    /** What every trial of the sweep has in common. */
    static SortedMap<String, String> of(SweepSpec sweep) {
        JsonNode tree = Json.mapper().valueToTree(sweep);
        Map<String, List<Object>> axes = sweep.search().axes();
        SortedMap<String, String> params = new TreeMap<>();
        MAIN.stream().filter(path -> !axes.containsKey(path)).forEach(path -> put(params, path, text(tree, path)));
        if (sweep.datasets().size() == 1) {
            put(params, DATASET, sweep.datasets().get(0).name());
        }
        if (sweep.backbones().size() == 1) {
            put(params, BACKBONE, sweep.backbones().get(0).name());
        }
        if (sweep.seeds().size() == 1) {
            put(params, SEED, Long.toString(sweep.seeds().get(0)));
        }
        return params;
    }

    /** The value as the resolved spec spells it, so that 1 and 1.0 of one axis are the same param. */
    private static String axisValue(JsonNode tree, String path, Object value) {
        return node(tree, path).isValueNode() ? text(tree, path) : String.valueOf(value);
    }

    private static void put(Map<String, String> params, String name, String value) {
        params.put(MlflowKey.of(name), MlflowKey.param(value));
    }

    private static String text(JsonNode tree, String path) {
        return node(tree, path).asText();
    }

    private static JsonNode node(JsonNode tree, String path) {
        return tree.at('/' + path.replace('.', '/'));
    }
}
