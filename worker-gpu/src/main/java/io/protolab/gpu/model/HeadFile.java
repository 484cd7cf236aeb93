package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A trained head in one safetensors file: parameters, mask, and in the header everything that is not learned. What learned of the backbone
 * is in the same file, its names after {@value ProtoSVit#BACKBONE}.
 */
public final class HeadFile {
    private static final String MASK = "mask";
    private static final String CLASS_WEIGHT = "class_weight";

    private HeadFile() {}

    /** Writes a new file with parameters of the head, perhaps of the backbone, too. Class weights are stored as a pass would use them, that is clamped. */
    public static void write(Path file, HeadShape shape, NamedTensors parameters, Tensor mask) throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>(parameters.asMap());
            tensors.put(CLASS_WEIGHT, parameters.get(CLASS_WEIGHT).detach().clamp(0, shape.maxClassWeight()));
            tensors.put(MASK, mask);
            Safetensors.write(file, new NamedTensors(tensors), metadata(shape));
        }
    }

    private static Map<String, String> metadata(HeadShape shape) {
        return Map.of(
                "temperature", Double.toString(shape.temperature()),
                "max_class_weight", Double.toString(shape.maxClassWeight()),
                "norm_epsilon", Double.toString(shape.normEpsilon()),
                "feature_norm", shape.featureNorm().name(),
                "aggregation", shape.aggregation().name(),
                "kernels", shape.kernels().name(),
                "masked_prototypes", shape.maskedPrototypes().name());
    }

    /**
     * Reads the head of a frozen backbone back; its parameters belong to it.
     *
     * @throws TensorFileException if the file holds no whole head, or a part of a backbone that learned with it
     */
    public static PrototypeHead read(Path file) throws IOException {
        return read(file, null).head();
    }

    /**
     * Reads a head back, and what learned below it.
     *
     * @param cut above which the backbone learned; null for a frozen one
     * @throws TensorFileException if the file holds not exactly that
     */
    public static ProtoSVit read(Path file, @Nullable TransformerCut cut) throws IOException {
        Map<String, String> metadata = Safetensors.readMetadata(file);
        NamedTensors tensors = Safetensors.read(file);
        HeadShape shape = shape(file, metadata, tensors);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, long[]> wanted :
                ProtoSVit.parameterShapes(shape, cut).entrySet()) {
            parameters.put(wanted.getKey(), checked(file, tensors, wanted.getKey(), wanted.getValue()));
        }
        for (String name : tensors.names()) {
            if (name.startsWith(ProtoSVit.BACKBONE) && !parameters.containsKey(name)) {
                throw new TensorFileException(file + " holds '" + name
                        + "' of a backbone that learned with the head; read it with the trial's trainable blocks");
            }
        }
        Tensor mask = checked(file, tensors, MASK, shape.prototypes());
        return ProtoSVit.of(shape, new NamedTensors(parameters), mask, cut);
    }

    private static HeadShape shape(Path file, Map<String, String> metadata, NamedTensors tensors)
            throws TensorFileException {
        if (!tensors.names().containsAll(Set.of("neck.a.weight", CLASS_WEIGHT, MASK))) {
            throw new TensorFileException(file + " holds no prototype head, only " + tensors.names());
        }
        Tensor projection = tensors.get("neck.a.weight");
        Tensor classWeight = tensors.get(CLASS_WEIGHT);
        try {
            return new HeadShape(
                    projection.size(1),
                    projection.size(0),
                    classWeight.size(1),
                    classWeight.size(0),
                    Double.parseDouble(metadata.getOrDefault("temperature", "")),
                    Double.parseDouble(metadata.getOrDefault("max_class_weight", "")),
                    Double.parseDouble(metadata.getOrDefault("norm_epsilon", "")),
                    FeatureNorm.valueOf(metadata.getOrDefault("feature_norm", "")),
                    Aggregation.valueOf(metadata.getOrDefault("aggregation", "")),
                    Kernels.valueOf(metadata.getOrDefault("kernels", Kernels.BOTH.name())),
                    MaskedPrototypes.valueOf(metadata.getOrDefault("masked_prototypes", "")));
        } catch (IllegalArgumentException e) {
            throw new TensorFileException(file + " does not describe its head, its header has only " + metadata, e);
        }
    }

    private static Tensor checked(Path file, NamedTensors tensors, String name, long... shape)
            throws TensorFileException {
        if (!tensors.contains(name) || !Arrays.equals(tensors.get(name).shape(), shape)) {
            throw new TensorFileException(file + " has no tensor '" + name + "' of shape " + Arrays.toString(shape));
        }
        return tensors.get(name);
    }
}
