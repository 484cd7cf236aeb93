package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;

/** Multi-head self-attention. */
final class Attention {
    private final int heads;
    private final Tensor qkvWeight;
    private final Tensor qkvBias;
    private final Tensor projectionWeight;
    private final Tensor projectionBias;

    Attention(VitShape shape, NamedTensors parameters, String prefix) {
        this.heads = shape.heads();
        this.qkvWeight = parameters.get(prefix + "qkv.weight");
        this.qkvBias = parameters.get(prefix + "qkv.bias");
        this.projectionWeight = parameters.get(prefix + "proj.weight");
        this.projectionBias = parameters.get(prefix + "proj.bias");
    }

    /** {@code softmax(q·kᵀ / √d)·v} per head, for tokens [B, T, D]. */
    Tensor forward(Tensor tokens) {
        int batch = tokens.size(0);
        int count = tokens.size(1);
        int dim = tokens.size(2);
        int headDim = dim / heads;
        Tensor qkv = tokens.linear(qkvWeight, qkvBias) // [B, T, 3D]
                .reshape(batch, count, 3, heads, headDim)
                .permute(2, 0, 3, 1, 4); // [3, B, heads, T, d]
        Tensor q = qkv.slice(0, 0, 1).squeeze(0).multiply(1 / Math.sqrt(headDim)); // [B, heads, T, d]
        Tensor k = qkv.slice(0, 1, 2).squeeze(0);
        Tensor v = qkv.slice(0, 2, 3).squeeze(0);
        Tensor attention = q.matmul(k.transpose(-2, -1)).softmax(-1); // [B, heads, T, T]
        return attention
                .matmul(v) // [B, heads, T, d]
                .transpose(1, 2)
                .reshape(batch, count, dim) // [B, T, D]
                .linear(projectionWeight, projectionBias);
    }
}
