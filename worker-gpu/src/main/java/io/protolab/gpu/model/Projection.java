package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;

/**
 * The neck: patch tokens to unit vectors in prototype space. The paper's 1×1 convolutions are matrix products on rows
 * of tokens.
 */
public final class Projection {
    private final NamedTensors parameters;

    Projection(NamedTensors parameters) {
        this.parameters = parameters;
    }

    /** {@code A(F) + B₂(relu(B₁(F)))}, for F = [B, N, D]. */
    public Tensor code(Tensor F, ChannelDropout dropout) {
        Tensor a = linear(dropout.apply(ChannelDropout.Place.BRANCH_A, F), "neck.a"); // [B, N, M]
        Tensor b1 = linear(dropout.apply(ChannelDropout.Place.BRANCH_B, F), "neck.b1"); // [B, N, D]
        Tensor b2 = linear(b1.relu(), "neck.b2"); // [B, N, M]
        return dropout.apply(ChannelDropout.Place.CODE, a.add(b2));
    }

    /** The unit vectors z = [B, N, M]. */
    public Tensor forward(Tensor F, ChannelDropout dropout) {
        return linear(code(F, dropout).relu(), "neck.out").normalise(-1);
    }

    private Tensor linear(Tensor tokens, String name) {
        return tokens.linear(parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }
}
