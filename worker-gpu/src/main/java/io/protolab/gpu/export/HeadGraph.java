package io.protolab.gpu.export;

import io.protolab.gpu.model.Aggregation;
import io.protolab.gpu.model.HeadShape;
import io.protolab.gpu.model.MaskedPrototypes;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.tensor.Tensor;

/**
 * The prototype head in evaluation: patch tokens to logits, scores and similarity maps. What training keeps apart is computed ahead here:
 * prototypes have unit length over the temperature, both kernels are one, class weights are clamped.
 */
final class HeadGraph {
    private static final String PREFIX = "head.";

    private final GraphWriter graph;
    private final PrototypeHead head;
    private final HeadShape shape;
    private final PatchGrid grid;
    private final double importanceThreshold;

    /** @param importanceThreshold importances below it do not enter the logits; 0 for none */
    HeadGraph(GraphWriter graph, PrototypeHead head, PatchGrid grid, double importanceThreshold) {
        this.graph = graph;
        this.head = head;
        this.shape = head.shape();
        this.grid = grid;
        this.importanceThreshold = importanceThreshold;
    }

    /** From patch tokens [B, N, D] to the three outputs. */
    void describe(Value patchTokens) {
        long P = shape.prototypes();
        Value F = featureNorm(patchTokens); // [B, N, D]
        Value z = projection(F); // [B, N, M]
        Value S = graph.softmax(graph.linear(z, weight("prototypes", prototypes()), null)); // [B, N, P]
        Value mask = graph.weight(weight("mask", head.mask()));
        Value active = graph.multiply(S, mask);
        Value h = scores(active); // [B, P]
        if (shape.maskedPrototypes() == MaskedPrototypes.ZEROED) {
            h = graph.multiply(h, mask);
        }
        graph.output("logits", logits(h), shape.classes());
        graph.output("scores", h, P);
        graph.output("similarity", graph.permute(active, 0, 2, 1), P, grid.patchCount());
    }

    private Value featureNorm(Value tokens) {
        return switch (shape.featureNorm()) {
            case NONE -> tokens;
            case CHANNELS -> graph.normalise(tokens, 2);
            case TOKENS -> graph.normalise(tokens, 1);
        };
    }

    private Value projection(Value F) {
        Value a = layer(F, "neck.a"); // [B, N, M]
        Value b1 = layer(F, "neck.b1"); // [B, N, D]
        Value b2 = layer(graph.relu(b1), "neck.b2"); // [B, N, M]
        return graph.normalise(layer(graph.relu(graph.add(a, b2)), "neck.out"), 2);
    }

    private Value layer(Value x, String name) {
        return graph.linear(x, parameter(name + ".weight"), parameter(name + ".bias"));
    }

    /** Unit vectors over τ: [P, M]. */
    private Tensor prototypes() {
        return values("prototypes").normalise(-1).multiply(1 / shape.temperature());
    }

    private Value scores(Value S) {
        if (shape.aggregation() == Aggregation.LINEAR) {
            return graph.max(S, 1); // [B, P]
        }
        int P = shape.prototypes();
        Weight kernel = weight("kernel.weight", head.aggregation().kernel().detach()); // [P, 1, 3, 3]
        Weight bias = weight("kernel.bias", head.aggregation().bias().detach());
        Value map = graph.permute(graph.reshape(S, grid.rows(), grid.columns(), P), 0, 3, 1, 2);
        Value convolved = graph.convolve(map, kernel, bias, 1, 1, P);
        Value patches = graph.reshape(graph.permute(convolved, 0, 2, 3, 1), grid.patchCount(), P); // [B, N, P]
        Value normed = graph.layerNorm(patches, parameter("norm.weight"), parameter("norm.bias"), shape.normEpsilon());
        return graph.relu(graph.max(normed, 1)); // [B, P]
    }

    private Value logits(Value h) {
        Tensor classWeight = values("class_weight").clamp(0, shape.maxClassWeight()); // [C, P]
        if (importanceThreshold == 0) {
            return graph.linear(h, weight("class_weight", classWeight), null);
        }
        Value weights = graph.weight(weight("class_weight", classWeight.transpose(0, 1))); // [P, C]
        Value importance = graph.multiply(graph.reshape(h, shape.prototypes(), 1), weights); // [B, P, C]
        return graph.sum(graph.multiply(importance, graph.isAtLeast(importance, importanceThreshold)), 1);
    }

    private Tensor values(String name) {
        return head.parameters().get(name).detach();
    }

    private Weight parameter(String name) {
        return weight(name, values(name));
    }

    private static Weight weight(String name, Tensor values) {
        return new Weight(PREFIX + name, values);
    }
}
