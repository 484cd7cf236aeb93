package io.protolab.gpu.weights;

import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.TensorEntry;
import io.protolab.gpu.tensor.TensorFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tensors of a file become which parameter. A file has to hold all of them, and besides them nothing but what is known
 * to be without influence, so that a model never runs on weights which only nearly fit.
 *
 * @param parameters by our names
 * @param unused tensors of the file
 */
record ParameterSources(Map<String, Parameter> parameters, List<String> unused) {
    private static final int MOST_NAMED = 5;
    private static final List<Trait> QKV_BIASES = List.of(Trait.QUERY_BIAS, Trait.KEY_BIAS, Trait.VALUE_BIAS);

    /**
     * One parameter.
     *
     * @param sources names in the file, in order along the first axis; an empty one stands for zeros
     * @param factor name in the file of what it is multiplied by; null in most layouts
     */
    record Parameter(
            long[] shape, List<String> sources, @Nullable String factor) {
        /** All tensors of the file that make it. */
        Stream<String> tensors() {
            return Stream.concat(sources.stream().filter(name -> !name.isEmpty()), Stream.ofNullable(factor));
        }
    }

    /**
     * Compares what there should be with what there is.
     *
     * @throws TensorFileException naming the first missing, surplus or misshapen tensors, and how many more there are
     */
    static ParameterSources of(
            VitShape shape, Layout layout, Architecture described, Map<String, TensorEntry> entries, String source)
            throws TensorFileException {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        shape.parameterShapes().forEach((canonical, size) -> {
            List<String> sources = sources(canonical, layout, described);
            String factor = layout.naming()
                    .factor(canonical)
                    .map(layout.prefix()::concat)
                    .orElse(null);
            Parameter parameter = new Parameter(size, sources, factor);
            long[] wanted = layout.naming().sourceShape(canonical, size, sources.size());
            parameter
                    .tensors()
                    .forEach(name -> problem(name, entries.get(name), wanted).ifPresent(problems::add));
            parameters.put(canonical, parameter);
        });
        List<String> unused = new ArrayList<>();
        Set<String> used = new HashSet<>();
        parameters.values().forEach(parameter -> parameter.tensors().forEach(used::add));
        layout.periods().ifPresent(name -> {
            long[] wanted = {shape.dim() / shape.heads() / 4};
            problem(name, entries.get(name), wanted).ifPresent(problems::add);
            used.add(name);
        });
        for (String name : entries.keySet()) {
            if (!used.contains(name)) {
                if (layout.isUnused(name) || isEmpty(entries.get(name))) {
                    unused.add(name);
                } else {
                    problems.add("'" + name + "' belongs to no part of this transformer");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new TensorFileException("The weights in " + source + " do not fit: " + start(problems) + " ("
                    + layout.name() + " names; " + summary(shape) + ")");
        }
        return new ParameterSources(parameters, unused);
    }

    private static List<String> sources(String canonical, Layout layout, Architecture described) {
        List<String> names = new ArrayList<>();
        for (String name : layout.naming().sources(canonical)) {
            names.add(name.isEmpty() ? name : layout.prefix() + name);
        }
        if (names.size() == QKV_BIASES.size() && canonical.endsWith(".qkv.bias")) {
            for (int i = 0; i < names.size(); i++) {
                if (!described.flag(QKV_BIASES.get(i)).orElse(layout.naming().hasBias(QKV_BIASES.get(i)))) {
                    names.set(i, "");
                }
            }
        }
        return names;
    }

    private static Optional<String> problem(String name, @Nullable TensorEntry found, long[] wanted) {
        if (found == null) {
            return Optional.of("'" + name + "' is missing");
        }
        if (!Arrays.equals(found.shape(), wanted)) {
            return Optional.of("'" + name + "' has the shape " + Arrays.toString(found.shape()) + " instead of "
                    + Arrays.toString(wanted));
        }
        return found.type() == ElementType.I64
                ? Optional.of("'" + name + "' holds integers (I64) instead of real numbers")
                : Optional.empty();
    }

    /** No registers are saved as a tensor without values. */
    private static boolean isEmpty(@Nullable TensorEntry entry) {
        return entry != null && Arrays.stream(entry.shape()).anyMatch(size -> size == 0);
    }

    /** A wrong width makes every tensor misshapen, and a few of them tell it. */
    private static String start(List<String> problems) {
        String named = problems.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
        return problems.size() <= MOST_NAMED ? named : named + "; and " + (problems.size() - MOST_NAMED) + " more";
    }

    private static String summary(VitShape shape) {
        return "width " + shape.dim() + ", depth " + shape.depth() + ", heads " + shape.heads() + ", patch "
                + shape.patch();
    }
}
