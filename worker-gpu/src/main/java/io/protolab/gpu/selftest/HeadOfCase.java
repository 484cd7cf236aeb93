package io.protolab.gpu.selftest;

import io.protolab.gpu.loss.HoyerSquare;
import io.protolab.gpu.loss.L1Sparsity;
import io.protolab.gpu.loss.ProtoSVitLoss;
import io.protolab.gpu.loss.Sparsity;
import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.ChannelDropout;
import io.protolab.gpu.model.FeatureNorm;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.KeepMasks;
import io.protolab.gpu.model.Kernels;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.Tensors;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Head, loss, grid and dropout as {@code switches} and inputs of a case describe them. */
final class HeadOfCase {
    /** The clamp of class weights and the epsilon over prototypes, which the format does not vary. */
    private static final double MAX_CLASS_WEIGHT = 5;

    private static final double NORM_EPSILON = 1e-6;

    private static final Set<String> SWITCHES = Set.of(
            "feature_norm",
            "aggregation",
            "temperature",
            "warmup_epochs",
            "masked_prototypes",
            "sparsity",
            "class_weights_ce",
            "similarity_sparsity",
            "lr",
            "min_lr",
            "lr_horizon",
            "weight_decay",
            "betas",
            "eps",
            "pruning_start",
            "pruning_interval");

    private final GoldenCase golden;
    private final CaseFields switches;
    private final NamedTensors inputs;

    HeadOfCase(GoldenCase golden, NamedTensors inputs) {
        this.golden = golden;
        this.switches = golden.switches().allowOnly(SWITCHES);
        this.inputs = inputs;
    }

    Tensor input(String name) {
        return golden.input(inputs, name);
    }

    /** @param prefix of its parameters among the inputs */
    PrototypeHead head(String prefix) {
        HeadShape shape = shape(prefix);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (String name : shape.parameterShapes().keySet()) {
            parameters.put(name, input(prefix + name).copy().requireGradient());
        }
        Tensor mask = inputs.contains("mask") ? inputs.get("mask").copy() : Tensors.full(1, shape.prototypes());
        return new PrototypeHead(shape, new NamedTensors(parameters), mask);
    }

    private HeadShape shape(String prefix) {
        Tensor neck = input(prefix + "neck.a.weight");
        Tensor classWeight = input(prefix + "class_weight");
        return new HeadShape(
                neck.size(1),
                neck.size(0),
                classWeight.size(1),
                classWeight.size(0),
                switches.number("temperature"),
                MAX_CLASS_WEIGHT,
                NORM_EPSILON,
                switches.choice(
                        "feature_norm",
                        Map.of(
                                "none", FeatureNorm.NONE,
                                "channels", FeatureNorm.CHANNELS,
                                "tokens", FeatureNorm.TOKENS)),
                switches.choice(
                        "aggregation", Map.of("nonlinear", Aggregation.NONLINEAR, "linear", Aggregation.LINEAR)),
                Kernels.BOTH,
                switches.choice(
                        "masked_prototypes",
                        Map.of(
                                "keepVoting", MaskedPrototypes.KEEP_VOTING,
                                "zeroed", MaskedPrototypes.ZEROED)));
    }

    PatchGrid grid() {
        List<Integer> sides = golden.fields().wholes("grid");
        if (sides.size() != 2) {
            throw new UnclearCaseException(golden.directory() + ": grid is " + sides + ", it must be rows and columns");
        }
        return new PatchGrid(sides.get(0), sides.get(1));
    }

    ProtoSVitLoss loss() {
        boolean similarity = switches.has("similarity_sparsity");
        return new ProtoSVitLoss(
                1,
                switches.numbers("class_weights_ce"),
                1,
                sparsity(),
                similarity ? switches.object("similarity_sparsity").number("weight") : 0,
                similarity
                        && switches.object("similarity_sparsity")
                                .choice("denominator", Map.of("sum", true, "sumOfSquares", false)),
                switches.whole("warmup_epochs"));
    }

    private @Nullable Sparsity sparsity() {
        if (!switches.has("sparsity")) {
            return null;
        }
        CaseFields term = switches.object("sparsity");
        double weight = term.number("weight", 1);
        boolean l1 = term.choice("kind", Map.of("l1", true, "hoyer", false));
        if (l1) {
            return new L1Sparsity(weight);
        }
        return new HoyerSquare(
                weight * term.number("alpha"),
                weight * term.number("beta", 0),
                weight * term.number("gamma", 0),
                term.choice(
                        "on",
                        Map.of(
                                "importance", HoyerSquare.Target.IMPORTANCE,
                                "weights", HoyerSquare.Target.WEIGHTS)),
                term.flag("structured"));
    }

    /** The dropout of the only step. */
    ChannelDropout dropout() {
        return dropout(inputs);
    }

    /** The dropout of a step, its masks having a leading step axis. */
    ChannelDropout dropout(int step) {
        Map<String, Tensor> masks = new LinkedHashMap<>();
        inputs.asMap().forEach((name, tensor) -> {
            if (name.startsWith("dropout.")) {
                masks.put(name, row(tensor, step));
            }
        });
        return dropout(new NamedTensors(masks));
    }

    private ChannelDropout dropout(NamedTensors tensors) {
        if (!tensors.contains("dropout.d1")) {
            return ChannelDropout.NONE;
        }
        Map<ChannelDropout.Place, Tensor> masks = new EnumMap<>(ChannelDropout.Place.class);
        masks.put(ChannelDropout.Place.BRANCH_A, tensors.get("dropout.d1"));
        masks.put(ChannelDropout.Place.BRANCH_B, tensors.get("dropout.d2"));
        masks.put(ChannelDropout.Place.CODE, tensors.get("dropout.code"));
        return new KeepMasks(golden.fields().number("dropout"), masks);
    }

    /** Entry {@code index} of the first axis. */
    static Tensor row(Tensor tensor, int index) {
        return tensor.slice(0, index, index + 1L).squeeze(0);
    }
}
