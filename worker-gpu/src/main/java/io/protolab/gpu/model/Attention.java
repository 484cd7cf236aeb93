package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Gradients;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Multi-head self-attention. */
final class Attention {
    private final int heads;
    private final Tensor qkvWeight;
    private final @Nullable Tensor qkvBias;
    private final @Nullable Tensor relativeBias;
    private final Tensor projectionWeight;
    private final Tensor projectionBias;

    Attention(VitShape shape, NamedTensors parameters, String prefix) {
        this.heads = shape.heads();
        this.qkvWeight = parameters.get(prefix + "qkv.weight");
        this.qkvBias = shape.qkvBias() ? parameters.get(prefix + "qkv.bias") : null;
        this.relativeBias = shape.positions() instanceof Positions.RelativeBias
                ? parameters.get(prefix + "relative_position_bias_table")
                : null;
        this.projectionWeight = parameters.get(prefix + "proj.weight");
        this.projectionBias = parameters.get(prefix + "proj.bias");
    }

    /** {@code softmax(q·kᵀ / √d + bias)·v} per head, for tokens [B, T, D]. */
    Tensor forward(Tensor tokens, AttentionPositions positions) {
        int batch = tokens.size(0);
        int count = tokens.size(1);
        int dim = tokens.size(2);
        int headDim = dim / heads;
        Tensor qkv = tokens.linear(qkvWeight, qkvBias) // [B, T, 3D]
                .reshape(batch, count, 3, heads, headDim)
                .permute(2, 0, 3, 1, 4); // [3, B, heads, T, d]
        Tensor q = positions.place(qkv.slice(0, 0, 1).squeeze(0)); // [B, heads, T, d]
        Tensor k = positions.place(qkv.slice(0, 1, 2).squeeze(0));
        Tensor v = qkv.slice(0, 2, 3).squeeze(0);
        Tensor bias = positions.bias(relativeBias);
        Tensor mixed = Gradients.isRecording() ? attend(q, k, v, bias) : q.attend(k, v, bias); // [B, heads, T, d]
        return mixed.transpose(1, 2)
                .reshape(batch, count, dim) // [B, T, D]
                .linear(projectionWeight, projectionBias);
    }

    Optional<Tensor> bias(AttentionPositions positions) {
        return Optional.ofNullable(positions.bias(relativeBias));
    }

    /** Written out for a recorded pass: of every operation here it is known that its derivative has the same bits in each run. */
    private static Tensor attend(Tensor q, Tensor k, Tensor v, @Nullable Tensor bias) {
        Tensor products = q.multiply(1 / Math.sqrt(q.size(-1))).matmul(k.transpose(-2, -1)); // [B, heads, T, T]
        return (bias == null ? products : products.add(bias)).softmax(-1).matmul(v);
    }
}
