package io.protolab.platform.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The ordered axes of a sweep and their values: datasets, backbones, then the axes of {@code search}. A grid expands to trials
 * in that order, the last axis before the seeds varying fastest; a pure function of the spec.
 */
public final class SearchSpace {
    static final String DATASET = "dataset";
    static final String BACKBONE = "backbone";

    private final SweepSpec spec;
    private final Map<String, List<Object>> axes = new LinkedHashMap<>();

    /** What every trial starts from, before its assignment is put in. */
    private final ObjectNode fixed = Json.mapper().createObjectNode();

    private SearchSpace(SweepSpec spec) {
        this.spec = spec;
        axes.put(
                DATASET,
                List.copyOf(spec.datasets().stream().map(DatasetSpec::name).toList()));
        axes.put(
                BACKBONE,
                List.copyOf(spec.backbones().stream().map(BackboneSpec::name).toList()));
        axes.putAll(spec.search().axes());
        fixed.set("head", Json.mapper().valueToTree(spec.head()));
        fixed.set("loss", Json.mapper().valueToTree(spec.loss()));
        fixed.set("training", Json.mapper().valueToTree(spec.training()));
        fixed.set("evaluation", Json.mapper().valueToTree(spec.evaluation()));
        fixed.set("switches", Json.mapper().valueToTree(spec.switches()));
    }

    public static SearchSpace of(SweepSpec spec) {
        return new SearchSpace(spec);
    }

    /** Number of trials, seeds included; {@link Long#MAX_VALUE} stands for everything beyond. */
    public long size() {
        return axes.values().stream().mapToLong(List::size).reduce(spec.seeds().size(), SearchSpace::product);
    }

    private static long product(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }

    /** Every trial by index. */
    public List<TrialSpec> trials() {
        List<Map<String, Object>> assignments = List.of(Map.of());
        for (Map.Entry<String, List<Object>> axis : axes.entrySet()) {
            assignments = assignments.stream()
                    .flatMap(
                            assignment -> axis.getValue().stream().map(value -> with(assignment, axis.getKey(), value)))
                    .toList();
        }
        List<TrialSpec> trials = new ArrayList<>();
        for (Map<String, Object> assignment : assignments) {
            for (long seed : spec.seeds()) {
                trials.add(trial(assignment, seed));
            }
        }
        return trials;
    }

    /** What varies in this sweep, and the seed: {@code flatbirds-20 · tiny-vit · training.epochs=30 · seed 1}. */
    public String name(TrialSpec trial) {
        List<String> words = new ArrayList<>();
        axes.forEach((path, values) -> {
            boolean own = path.equals(DATASET) || path.equals(BACKBONE);
            if (own || values.size() > 1) {
                Object value = trial.assignment().get(path);
                words.add(own ? String.valueOf(value) : path + "=" + value);
            }
        });
        words.add("seed " + trial.seed());
        return words.stream().collect(Collectors.joining(" · "));
    }

    private TrialSpec trial(Map<String, Object> assignment, long seed) {
        ObjectNode tree = fixed.deepCopy();
        spec.search().axes().keySet().forEach(path -> put(tree, path, value(assignment, path)));
        return new TrialSpec(
                assignment,
                named(spec.datasets(), DatasetSpec::name, value(assignment, DATASET)),
                named(spec.backbones(), BackboneSpec::name, value(assignment, BACKBONE)),
                read(tree.get("head"), PrototypeHeadSpec.class),
                read(tree.get("loss"), LossSpec.class),
                read(tree.get("training"), TrainingSpec.class),
                read(tree.get("evaluation"), EvaluationSpec.class),
                read(tree.get("switches"), ReferenceSwitches.class),
                seed);
    }

    private static Map<String, Object> with(Map<String, Object> assignment, String path, Object value) {
        Map<String, Object> longer = new LinkedHashMap<>(assignment);
        longer.put(path, value);
        return longer;
    }

    private static Object value(Map<String, Object> assignment, String path) {
        return Objects.requireNonNull(assignment.get(path), path);
    }

    private static void put(ObjectNode tree, String path, Object value) {
        int dot = path.lastIndexOf('.');
        JsonNode parent = tree.at("/" + path.substring(0, dot).replace('.', '/'));
        ((ObjectNode) parent).set(path.substring(dot + 1), Json.mapper().valueToTree(value));
    }

    private static <T> T named(List<T> all, Function<T, String> name, Object wanted) {
        return all.stream()
                .filter(one -> name.apply(one).equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T read(JsonNode tree, Class<T> type) {
        return Json.mapper().convertValue(tree, type);
    }
}
