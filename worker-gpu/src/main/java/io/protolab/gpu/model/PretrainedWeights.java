package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Weights from a safetensors file, in timm's names. The file has to hold what the shape asks for and nothing else, so
 * that a model never runs on weights which only nearly fit.
 */
public final class PretrainedWeights {
    /** A classifier on top of the tokens; published files carry it, and it does not influence patch tokens. */
    private static final Set<String> UNUSED = Set.of("head.weight", "head.bias");

    private static final int MOST_NAMED = 5;

    private PretrainedWeights() {}

    /**
     * Reads a file; 16-bit floats are widened.
     *
     * @throws TensorFileException naming the first missing, surplus, misshapen or non-finite tensors, and how many more there are
     */
    public static NamedTensors read(Path file, VitShape shape) throws IOException {
        return fit(Safetensors.readAsFloats(file), shape, file.toString());
    }

    static NamedTensors fit(NamedTensors found, VitShape shape, String source) throws TensorFileException {
        Map<String, long[]> wanted = shape.parameterShapes();
        List<String> problems = new ArrayList<>();
        Map<String, Tensor> fitting = new LinkedHashMap<>();
        wanted.forEach((name, size) -> {
            if (!found.contains(name)) {
                problems.add("'" + name + "' is missing");
                return;
            }
            Tensor tensor = found.get(name);
            if (!Arrays.equals(tensor.shape(), size)) {
                problems.add("'" + name + "' has the shape " + Arrays.toString(tensor.shape()) + " instead of "
                        + Arrays.toString(size));
            } else if (!tensor.isFinite()) {
                problems.add("'" + name + "' holds infinite values or values that are not numbers");
            }
            fitting.put(name, tensor);
        });
        for (String name : found.names()) {
            if (UNUSED.contains(name)) {
                found.get(name).close();
            } else if (!wanted.containsKey(name)) {
                problems.add("'" + name + "' belongs to no part of " + shape);
            }
        }
        if (!problems.isEmpty()) {
            found.close();
            throw new TensorFileException("The weights in " + source + " do not fit: " + start(problems));
        }
        return new NamedTensors(fitting);
    }

    /** A wrong width makes every tensor misshapen, and a few of them tell it. */
    private static String start(List<String> problems) {
        String named = problems.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
        return problems.size() <= MOST_NAMED ? named : named + "; and " + (problems.size() - MOST_NAMED) + " more";
    }
}
