package io.protolab.gpu.export;

import io.protolab.gpu.model.GridConstants;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.Perceptron;
import io.protolab.gpu.model.Positions;
import io.protolab.gpu.model.RotaryAngles;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.Tensor;

/** The frozen backbone: normalised pixels [B, 3, H, W] of one size to patch tokens [B, N, D]. */
final class BackboneGraph {
    private static final String PREFIX = "backbone.";

    private final GraphWriter graph;
    private final VisionTransformer backbone;
    private final VitShape shape;
    private final PatchGrid grid;
    private final GridConstants constants;

    /** @param grid of the images that the file will take; everything about positions is computed for it now */
    BackboneGraph(GraphWriter graph, VisionTransformer backbone, PatchGrid grid) {
        this.graph = graph;
        this.backbone = backbone;
        this.shape = backbone.shape();
        this.grid = grid;
        this.constants = backbone.constants(grid);
    }

    /** The patch tokens. */
    Value describe(Value pixels) {
        Value tokens = embed(pixels); // [B, T, D]
        for (int block = 0; block < shape.depth(); block++) {
            tokens = block(tokens, block);
        }
        return norm(graph.slice(tokens, 1, shape.prefixTokenCount(), tokenCount()), "norm"); // [B, N, D]
    }

    private long tokenCount() {
        return shape.prefixTokenCount() + (long) grid.patchCount();
    }

    private Value embed(Value pixels) {
        Weight bias = shape.patchBias() ? parameter("patch_embed.proj.bias") : null;
        Value map = graph.convolve(pixels, parameter("patch_embed.proj.weight"), bias, shape.patch(), 0, 1);
        Value patches = graph.permute(graph.reshape(map, shape.dim(), grid.patchCount()), 0, 2, 1); // [B, N, D]
        if (shape.positions() instanceof Positions.Table) {
            patches = graph.add(patches, graph.weight(weight("pos_embed", constants.patchPositions())));
        }
        Value tokens = shape.prefixTokenCount() == 0
                ? patches
                : graph.concatenate(1, graph.perImage(weight("prefix_tokens", constants.prefix()), patches), patches);
        return shape.preNorm() ? norm(tokens, "norm_pre") : tokens;
    }

    private Value block(Value tokens, int block) {
        String prefix = "blocks." + block + ".";
        Value attention = scaled(attention(norm(tokens, prefix + "norm1"), block), prefix + "ls1.gamma");
        Value attended = graph.add(tokens, attention);
        Value perceptron = scaled(perceptron(norm(attended, prefix + "norm2"), prefix + "mlp."), prefix + "ls2.gamma");
        return graph.add(attended, perceptron);
    }

    private Value attention(Value tokens, int block) {
        String prefix = "blocks." + block + ".attn.";
        long dim = shape.dim();
        Value qkv = layer(tokens, prefix + "qkv", shape.qkvBias()); // [B, T, 3D]
        Value q = placed(heads(graph.slice(qkv, 2, 0, dim))); // [B, heads, T, d]
        Value k = placed(heads(graph.slice(qkv, 2, dim, 2 * dim)));
        Value v = heads(graph.slice(qkv, 2, 2 * dim, 3 * dim));
        Weight bias = constants
                .attentionBias(block)
                .map(values -> weight(prefix + "bias", values.unsqueeze(0)))
                .orElse(null);
        Value attended = graph.attention(q, k, v, bias, headDim());
        Value joined = graph.reshape(graph.permute(attended, 0, 2, 1, 3), tokenCount(), dim); // [B, T, D]
        return layer(joined, prefix + "proj", true);
    }

    private int headDim() {
        return shape.dim() / shape.heads();
    }

    /** [B, T, D] to [B, heads, T, d]. */
    private Value heads(Value x) {
        return graph.permute(graph.reshape(x, tokenCount(), shape.heads(), headDim()), 0, 2, 1, 3);
    }

    /** Queries or keys, turned by the angle of their place. */
    private Value placed(Value queriesOrKeys) {
        RotaryAngles angles = constants.angles();
        if (angles == null) {
            return queriesOrKeys;
        }
        Value cosines = graph.weight(weight("rotary.cosines", angles.cosines()));
        Value sines = graph.weight(weight("rotary.sines", angles.sines()));
        Value x = graph.slice(queriesOrKeys, 3, 0, headDim() / 2);
        Value y = graph.slice(queriesOrKeys, 3, headDim() / 2, headDim());
        return graph.concatenate(
                3,
                graph.subtract(graph.multiply(x, cosines), graph.multiply(y, sines)),
                graph.add(graph.multiply(y, cosines), graph.multiply(x, sines)));
    }

    private Value perceptron(Value tokens, String prefix) {
        Perceptron perceptron = shape.perceptron();
        Value first = layer(tokens, prefix + "fc1", true);
        if (!perceptron.gated()) {
            return layer(activated(first), prefix + "fc2", true);
        }
        long hidden = perceptron.hidden();
        Value gate = activated(graph.slice(first, 2, 0, hidden));
        return layer(graph.multiply(gate, graph.slice(first, 2, hidden, 2 * hidden)), prefix + "fc2", true);
    }

    private Value activated(Value x) {
        return switch (shape.perceptron().activation()) {
            case GELU -> graph.gelu(x);
            case GELU_TANH -> graph.geluTanh(x);
            case QUICK_GELU -> graph.multiply(x, graph.sigmoid(graph.multiply(x, 1.702)));
            case SILU -> graph.multiply(x, graph.sigmoid(x));
        };
    }

    private Value scaled(Value branch, String gamma) {
        return shape.layerScale() ? graph.multiply(branch, graph.weight(parameter(gamma))) : branch;
    }

    private Value norm(Value x, String name) {
        return graph.layerNorm(x, parameter(name + ".weight"), parameter(name + ".bias"), shape.epsilon());
    }

    private Value layer(Value x, String name, boolean hasBias) {
        return graph.linear(x, parameter(name + ".weight"), hasBias ? parameter(name + ".bias") : null);
    }

    private Weight parameter(String name) {
        return weight(name, backbone.parameters().get(name).detach());
    }

    private static Weight weight(String name, Tensor values) {
        return new Weight(PREFIX + name, values);
    }
}
