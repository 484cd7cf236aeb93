package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;

/** A pre-norm block: attention and a perceptron with GELU, each on a residual branch. */
final class TransformerBlock {
    private final double epsilon;
    private final NamedTensors parameters;
    private final String prefix;
    private final Attention attention;
    private final LayerScale scale1;
    private final LayerScale scale2;

    TransformerBlock(VitShape shape, NamedTensors parameters, int index) {
        this.epsilon = shape.epsilon();
        this.parameters = parameters;
        this.prefix = "blocks." + index + ".";
        this.attention = new Attention(shape, parameters, prefix + "attn.");
        this.scale1 = LayerScale.of(shape, parameters, prefix + "ls1");
        this.scale2 = LayerScale.of(shape, parameters, prefix + "ls2");
    }

    /** Tokens [B, T, D] to tokens [B, T, D]. */
    Tensor forward(Tensor tokens) {
        Tensor attended = tokens.add(scale1.forward(attention.forward(norm(tokens, "norm1"))));
        return attended.add(scale2.forward(perceptron(norm(attended, "norm2"))));
    }

    private Tensor perceptron(Tensor tokens) {
        return linear(linear(tokens, "mlp.fc1").gelu(), "mlp.fc2");
    }

    private Tensor linear(Tensor tokens, String name) {
        return tokens.linear(parameters.get(prefix + name + ".weight"), parameters.get(prefix + name + ".bias"));
    }

    private Tensor norm(Tensor tokens, String name) {
        return tokens.layerNorm(
                parameters.get(prefix + name + ".weight"), parameters.get(prefix + name + ".bias"), epsilon);
    }
}
