package io.protolab.platform.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** From a tree as a user wrote it to a spec that cannot be wrong, or to every problem with it. */
public final class SpecParser {
    /** Groups whose fields may be axes. */
    private static final Map<String, Class<?>> AXIS_GROUPS = Map.of(
            "head", PrototypeHeadSpec.class,
            "loss", LossSpec.class,
            "training", TrainingSpec.class,
            "evaluation", EvaluationSpec.class,
            "switches", ReferenceSwitches.class);

    private SpecParser() {}

    /**
     * A spec that this version can run.
     *
     * @throws InvalidSpecException with every problem found
     */
    public static SweepSpec parse(JsonNode tree) {
        return parse(tree, SpecRules::notSupportedYet);
    }

    /**
     * A spec that means something, even where this version has no reader for its datasets yet.
     *
     * @throws InvalidSpecException with every problem found
     */
    public static SweepSpec parseAhead(JsonNode tree) {
        return parse(tree, (spec, broken) -> List.of());
    }

    private static SweepSpec parse(
            JsonNode tree, BiFunction<SweepSpec, Collection<String>, List<SpecProblem>> furtherRules) {
        SpecBinder binder = new SpecBinder();
        ObjectNode complete = binder.object(SweepSpec.class, tree, "");
        renderedDatasetsHaveDefaults(complete, binder);
        axes(complete, binder);
        SweepSpec spec = Json.mapper().convertValue(complete, SweepSpec.class);
        List<String> broken = binder.problems().stream().map(SpecProblem::path).toList();
        Set<SpecProblem> problems = new LinkedHashSet<>(binder.problems());
        problems.addAll(SpecRules.check(spec, broken));
        problems.addAll(furtherRules.apply(spec, broken));
        problems.addAll(trialProblems(spec, broken));
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(List.copyOf(problems));
        }
        return spec;
    }

    /** {@code kind: flatbirds} alone means the default scenes. */
    private static void renderedDatasetsHaveDefaults(ObjectNode complete, SpecBinder binder) {
        for (JsonNode dataset : complete.path("datasets")) {
            if (dataset.path("kind").asText().equals("flatbirds")
                    && dataset.path("flatbirds").isNull()) {
                ObjectNode empty = JsonNodeFactory.instance.objectNode();
                ((ObjectNode) dataset).set("flatbirds", binder.object(FlatBirdsSpec.class, empty, ""));
            }
        }
    }

    /** Every axis names a field, and every value is one that the field could have; axes of which this is not true are left out. */
    private static void axes(ObjectNode complete, SpecBinder binder) {
        JsonNode axes = complete.path("search").path("axes");
        List<String> paths = new ArrayList<>();
        axes.fieldNames().forEachRemaining(paths::add);
        for (String path : paths) {
            int before = binder.problems().size();
            ArrayNode checked = axis(path, axes.get(path), binder);
            if (binder.problems().size() == before) {
                ((ObjectNode) axes).set(path, checked);
            } else {
                ((ObjectNode) axes).remove(path);
            }
        }
    }

    private static ArrayNode axis(String path, JsonNode values, SpecBinder binder) {
        String at = "search.axes." + path;
        ArrayNode checked = JsonNodeFactory.instance.arrayNode();
        Optional<Field> field = field(path);
        if (field.isEmpty() || field.get().raw().isRecord()) {
            binder.report(
                    at,
                    "names no field of head, loss, training, evaluation or switches"
                            + SpecBinder.hint(path, axisPaths()));
        } else if (!values.isArray() || values.isEmpty()) {
            binder.report(at, SpecBinder.show(values) + " is not a list of at least one value");
        } else {
            for (int i = 0; i < values.size(); i++) {
                checked.add(binder.value(field.get(), values.get(i), at + "[" + i + "]"));
            }
            distinct(checked, at, binder);
        }
        return checked;
    }

    private static void distinct(ArrayNode values, String at, SpecBinder binder) {
        Set<JsonNode> seen = new LinkedHashSet<>();
        for (JsonNode value : values) {
            if (!seen.add(value)) {
                binder.report(at, SpecBinder.show(value) + " is given twice; every value is tried once");
            }
        }
    }

    private static Set<SpecProblem> trialProblems(SweepSpec spec, List<String> broken) {
        SearchSpace space = SearchSpace.of(spec);
        if (space.size() > SpecRules.MOST_TRIALS) {
            return Set.of(new SpecProblem(
                    "search",
                    space.size() + " trials are more than " + SpecRules.MOST_TRIALS
                            + "; take values out of an axis, or split the sweep"));
        }
        Set<SpecProblem> problems = new LinkedHashSet<>();
        space.trials().forEach(trial -> problems.addAll(SpecRules.check(trial, broken)));
        return problems;
    }

    private static Optional<Field> field(String path) {
        int dot = path.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String parent = path.substring(0, dot);
        Class<?> group = AXIS_GROUPS.containsKey(parent)
                ? AXIS_GROUPS.get(parent)
                : field(parent).map(Field::raw).orElse(null);
        return group == null || !group.isRecord()
                ? Optional.empty()
                : Optional.ofNullable(Field.of(group).get(path.substring(dot + 1)));
    }

    private static List<String> axisPaths() {
        List<String> paths = new ArrayList<>();
        new TreeMap<>(AXIS_GROUPS).forEach((group, type) -> leaves(group, type, paths));
        return paths;
    }

    private static void leaves(String prefix, Class<?> type, List<String> paths) {
        Field.of(type).values().forEach(field -> {
            String path = prefix + "." + field.name();
            if (field.raw().isRecord()) {
                leaves(path, field.raw(), paths);
            } else {
                paths.add(path);
            }
        });
    }
}
