package io.protolab.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.loss.HoyerSquare;
import io.protolab.gpu.loss.L1Sparsity;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.loss.Sparsity;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Heads and losses as the golden cases describe them. */
public final class HeadSamples {
    private HeadSamples() {}

    public static PrototypeHead head(GoldenCase golden, String prefix) {
        HeadShape shape = shape(golden.switches(), golden.inputs(), prefix);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (String name : shape.parameterShapes().keySet()) {
            parameters.put(name, golden.inputs().get(prefix + name).copy().requireGradient());
        }
        Tensor mask =
                golden.inputs().contains("mask") ? golden.inputs().get("mask") : Tensors.full(1, shape.prototypes());
        return new PrototypeHead(shape, new NamedTensors(parameters), mask);
    }

    private static HeadShape shape(JsonNode switches, NamedTensors tensors, String prefix) {
        Tensor neck = tensors.get(prefix + "neck.a.weight");
        Tensor classWeight = tensors.get(prefix + "class_weight");
        return new HeadShape(
                neck.size(1),
                neck.size(0),
                classWeight.size(1),
                classWeight.size(0),
                switches.get("temperature").asDouble(),
                5,
                1e-6,
                FeatureNorm.valueOf(switches.get("feature_norm").asText().toUpperCase(Locale.ROOT)),
                Aggregation.valueOf(switches.get("aggregation").asText().toUpperCase(Locale.ROOT)),
                switches.get("masked_prototypes").asText().equals("zeroed")
                        ? MaskedPrototypes.ZEROED
                        : MaskedPrototypes.KEEP_VOTING);
    }

    public static PatchGrid grid(GoldenCase golden) {
        JsonNode grid = golden.description().get("grid");
        return new PatchGrid(grid.get(0).asInt(), grid.get(1).asInt());
    }

    public static ProtoSVitLoss loss(JsonNode switches) {
        List<Double> classWeights = new ArrayList<>();
        switches.path("class_weights_ce").forEach(weight -> classWeights.add(weight.asDouble()));
        JsonNode similarity = switches.path("similarity_sparsity");
        return new ProtoSVitLoss(
                1,
                classWeights,
                1,
                sparsity(switches.get("sparsity")),
                similarity.path("weight").asDouble(0),
                similarity.path("denominator").asText().equals("sum"),
                switches.get("warmup_epochs").asInt());
    }

    private static @Nullable Sparsity sparsity(JsonNode sparsity) {
        if (sparsity.isNull()) {
            return null;
        }
        double weight = sparsity.get("weight").asDouble();
        if (sparsity.get("kind").asText().equals("l1")) {
            return new L1Sparsity(weight);
        }
        return new HoyerSquare(
                sparsity.get("alpha").asDouble(),
                sparsity.get("beta").asDouble(),
                sparsity.get("gamma").asDouble(),
                sparsity.get("on").asText().equals("weights")
                        ? HoyerSquare.Target.WEIGHTS
                        : HoyerSquare.Target.IMPORTANCE,
                sparsity.get("structured").asBoolean());
    }
}
