package io.protolab.gpu.training;

import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.model.TransformerCut;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One saved state: a directory with {@code state.safetensors} (parameters, moments, mask, best epoch) and
 * {@code state.json} (the rest). Reading gives back the same bits.
 */
final class Checkpoint {
    private static final String TENSORS = "state.safetensors";
    private static final String REST = "state.json";

    private static final String PARAMETER = "parameter.";
    private static final String FIRST_MOMENT = "first_moment.";
    private static final String SECOND_MOMENT = "second_moment.";
    private static final String MASK = "mask";
    private static final String BEST_PARAMETER = "best.parameter.";
    private static final String BEST_MASK = "best.mask";

    private Checkpoint() {}

    /** Writes both files into an existing empty directory. */
    static void write(Path directory, TrainingState state, TrainingPlan plan) throws IOException {
        Safetensors.write(directory.resolve(TENSORS), tensors(state), Map.of());
        Files.writeString(directory.resolve(REST), Json.text(CheckpointRest.of(state, plan)));
    }

    private static NamedTensors tensors(TrainingState state) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        putAll(tensors, PARAMETER, state.model().parameters());
        putAll(tensors, FIRST_MOMENT, state.optimiser().firstMoments());
        putAll(tensors, SECOND_MOMENT, state.optimiser().secondMoments());
        tensors.put(MASK, state.head().mask());
        state.best().ifPresent(best -> {
            putAll(tensors, BEST_PARAMETER, best.parameters());
            tensors.put(BEST_MASK, best.mask());
        });
        return new NamedTensors(tensors);
    }

    private static void putAll(Map<String, Tensor> tensors, String prefix, NamedTensors added) {
        added.asMap().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
    }

    /**
     * Reads a state back.
     *
     * @throws IOException if the files are damaged or belong to another head or seed
     */
    static TrainingState read(Path directory, TrainingPlan plan) throws IOException {
        CheckpointRest rest = Json.mapper().readValue(directory.resolve(REST).toFile(), CheckpointRest.class);
        if (rest.seed() != plan.seed()) {
            throw new IOException(directory + " was saved with seed " + rest.seed() + ", not with " + plan.seed());
        }
        NamedTensors saved = Safetensors.read(directory.resolve(TENSORS));
        try {
            return state(directory, plan, rest, saved);
        } catch (IOException e) {
            saved.close();
            throw e;
        }
    }

    private static TrainingState state(Path directory, TrainingPlan plan, CheckpointRest rest, NamedTensors saved)
            throws IOException {
        TransformerCut cut = plan.backbone() == null ? null : plan.backbone().cut();
        Map<String, long[]> shapes = ProtoSVit.parameterShapes(plan.head(), cut);
        ProtoSVit model = ProtoSVit.of(
                plan.head(),
                select(directory, saved, PARAMETER, shapes),
                mask(directory, saved, MASK, plan.head()),
                cut);
        AdamW optimiser = new AdamW(
                plan.optimiser(),
                plan::learningRateMultiple,
                model.parameters(),
                select(directory, saved, FIRST_MOMENT, shapes),
                select(directory, saved, SECOND_MOMENT, shapes),
                rest.stepCount());
        BestEpoch best = rest.bestEpoch() == null || rest.bestScore() == null
                ? null
                : new BestEpoch(
                        rest.bestEpoch(),
                        rest.bestScore(),
                        select(directory, saved, BEST_PARAMETER, shapes),
                        mask(directory, saved, BEST_MASK, plan.head()));
        OpenEpoch open = rest.open() == null ? null : OpenEpoch.restored(plan, rest.open());
        return new TrainingState(
                model, optimiser, rest.history(), rest.identities(), rest.featureIdentities(), best, open);
    }

    private static Tensor mask(Path directory, NamedTensors saved, String name, HeadShape head) throws IOException {
        return select(directory, saved, "", Map.of(name, new long[] {head.prototypes()}))
                .get(name);
    }

    private static NamedTensors select(Path directory, NamedTensors saved, String prefix, Map<String, long[]> shapes)
            throws IOException {
        Map<String, Tensor> selected = new LinkedHashMap<>();
        for (Map.Entry<String, long[]> wanted : shapes.entrySet()) {
            String name = prefix + wanted.getKey();
            if (!saved.contains(name) || !Arrays.equals(saved.get(name).shape(), wanted.getValue())) {
                throw new TensorFileException(directory + " holds no tensor '" + name + "' of shape "
                        + Arrays.toString(wanted.getValue()) + ": it belongs to another model");
            }
            selected.put(wanted.getKey(), saved.get(name));
        }
        return new NamedTensors(selected);
    }
}
