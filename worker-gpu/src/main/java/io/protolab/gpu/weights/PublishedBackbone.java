package io.protolab.gpu.weights;

import io.protolab.gpu.model.Positions;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.ElementType;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorEntry;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.gpu.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A weight file or directory, recognised by its content. Holds no file open. */
public final class PublishedBackbone {
    /** Of a head of 4096 channels. */
    private static final int MOST_PERIODS = 1024;

    private final Path weights;
    private final BackboneFacts facts;
    private final ParameterSources sources;

    private PublishedBackbone(Path weights, BackboneFacts facts, ParameterSources sources) {
        this.weights = weights;
        this.facts = facts;
        this.sources = sources;
    }

    /**
     * Reads everything but the weights: which layout, which transformer, whether each tensor is there and of the right shape.
     *
     * <p>A directory may hold one file, or an index and its files, under the names that transformers, open_clip and timm give
     * them, and the descriptions beside it count. So they do beside a file with such a name; any other file stands alone.
     *
     * @param hints what the files do not tell; {@link Architecture#unknown()} for nothing
     * @throws TensorFileException if the files are malformed, of an unknown kind, or contradict the hints; the message is one
     *     sentence that names the file, the tensor and the fault
     * @throws IOException if there is no such file, or it cannot be read
     */
    public static PublishedBackbone recognise(Path fileOrDirectory, Architecture hints) throws IOException {
        String source = fileOrDirectory.toString();
        WeightFiles files = WeightFiles.at(fileOrDirectory);
        Descriptions descriptions = Descriptions.in(files.descriptions());
        try (TensorTable table = TensorTables.open(files.weights())) {
            Map<String, TensorEntry> entries = table.entries();
            Layout layout = Layout.of(entries.keySet(), source);
            Architecture told = descriptions
                    .architecture(layout, source)
                    .with(Trait.ROPE_PERIODS, periods(table, layout, files.weights()));
            List<String> contradictions = hints.contradictions(told, "the request", "the files");
            if (!contradictions.isEmpty()) {
                throw new TensorFileException("The files of " + source + " contradict what is asked for: "
                        + String.join("; ", contradictions));
            }
            Architecture described = hints.or(told);
            Evidence evidence = new Evidence(layout, entries);
            VitShape shape = new ShapeResolution(layout, evidence, described, source).shape();
            ParameterSources sources = ParameterSources.of(shape, layout, described, entries, source);
            List<Path> read = new ArrayList<>(TensorTables.files(files.weights()));
            read.addAll(descriptions.files());
            BackboneFacts facts = new BackboneFacts(
                    layout.family(shape, entries.keySet()),
                    layout.name(),
                    shape,
                    descriptions.input(layout).orElse(null),
                    types(sources, entries),
                    parameterCount(shape),
                    sources.unused(),
                    read);
            return new PublishedBackbone(files.weights(), facts, sources);
        }
    }

    private static Set<ElementType> types(ParameterSources sources, Map<String, TensorEntry> entries) {
        Set<ElementType> types = EnumSet.noneOf(ElementType.class);
        sources.parameters()
                .values()
                .forEach(parameter -> parameter
                        .tensors()
                        .forEach(name -> Optional.ofNullable(entries.get(name))
                                .map(TensorEntry::type)
                                .ifPresent(types::add)));
        return types;
    }

    /** Periods are stored in 16 bits by some; the published features come from those and not from the formula. */
    private static Positions.@Nullable Rotary periods(TensorTable table, Layout layout, Path weights)
            throws IOException {
        String name = layout.periods().orElse("");
        TensorEntry entry = table.entries().get(name);
        if (entry == null || entry.shape().length != 1 || entry.shape()[0] > MOST_PERIODS) {
            return null; // reported as missing or misshapen
        }
        try (Tensor periods = read(table, name, weights)) {
            List<Double> values = new ArrayList<>();
            for (double period : periods.toDoubles()) {
                values.add(period);
            }
            return new Positions.Rotary(values);
        } catch (IllegalArgumentException e) {
            throw new TensorFileException(
                    "The tensor '" + name + "' of " + weights + " is unusable: " + e.getMessage(), e);
        }
    }

    private static long parameterCount(VitShape shape) {
        return shape.parameterShapes().values().stream()
                .mapToLong(size -> Arrays.stream(size).reduce(1, (left, right) -> left * right))
                .sum();
    }

    public BackboneFacts facts() {
        return facts;
    }

    /**
     * Reads the weights, one tensor after the other; to be closed. Types of 16 bits are widened exactly.
     *
     * @throws TensorFileException if a weight is infinite or not a number
     */
    public VisionTransformer load() throws IOException {
        Map<String, Tensor> loaded = new LinkedHashMap<>();
        try (TensorTable table = TensorTables.open(weights)) {
            for (Map.Entry<String, ParameterSources.Parameter> parameter :
                    sources.parameters().entrySet()) {
                loaded.put(parameter.getKey(), load(table, parameter.getValue()));
            }
            return new VisionTransformer(facts.shape(), new NamedTensors(loaded));
        } catch (IOException | RuntimeException e) {
            loaded.values().forEach(Tensor::close);
            throw e;
        }
    }

    private Tensor load(TensorTable table, ParameterSources.Parameter parameter) throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            List<Tensor> parts = new ArrayList<>();
            for (String name : parameter.sources()) {
                parts.add(name.isEmpty() ? zeros(parameter) : read(table, name, weights));
            }
            Tensor joined = parts.size() == 1 ? parts.get(0) : Tensors.concatenate(parts, 0);
            if (parameter.factor() != null) {
                joined = joined.multiply(read(table, parameter.factor(), weights));
            }
            return scope.keep(
                    Arrays.equals(joined.shape(), parameter.shape())
                            ? joined
                            : joined.reshape(parameter.shape()).copy());
        }
    }

    private static Tensor zeros(ParameterSources.Parameter parameter) {
        return Tensors.full(0, parameter.shape()[0] / parameter.sources().size());
    }

    private static Tensor read(TensorTable table, String name, Path weights) throws IOException {
        try {
            return table.read(name);
        } catch (ArithmeticException e) {
            throw new TensorFileException(
                    "The weights in " + weights + " are damaged: '" + name + "' holds " + e.getMessage(), e);
        }
    }
}
