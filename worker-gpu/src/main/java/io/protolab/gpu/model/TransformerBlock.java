package io.protolab.gpu.model;

import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.StopPoint;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A pre-norm block: attention and a perceptron, each on a residual branch. */
final class TransformerBlock {
    private final double epsilon;
    private final Perceptron perceptron;
    private final NamedTensors parameters;
    private final String prefix;
    private final Attention attention;
    private final LayerScale scale1;
    private final LayerScale scale2;

    TransformerBlock(VitShape shape, NamedTensors parameters, int index) {
        this.epsilon = shape.epsilon();
        this.perceptron = shape.perceptron();
        this.parameters = parameters;
        this.prefix = "blocks." + index + ".";
        this.attention = new Attention(shape, parameters, prefix + "attn.");
        this.scale1 = LayerScale.of(shape, parameters, prefix + "ls1");
        this.scale2 = LayerScale.of(shape, parameters, prefix + "ls2");
    }

    /** Tokens [B, T, D] to tokens [B, T, D]; a point where the work may be stopped, because blocks take all the time there is. */
    Tensor forward(Tensor tokens, AttentionPositions positions) {
        StopPoint.pass();
        Tensor attended = residual(tokens, input -> scale1.forward(attention.forward(norm(input, "norm1"), positions)));
        return residual(attended, input -> scale2.forward(perceptron(norm(input, "norm2"))));
    }

    /** What this block adds to its attention for images of one grid: [heads, T, T]; empty in most transformers. */
    Optional<Tensor> attentionBias(AttentionPositions positions) {
        return attention.bias(positions);
    }

    /** Frees a branch's temporaries as soon as it is added; what a recorded backward pass needs, the record holds. */
    private static Tensor residual(Tensor tokens, UnaryOperator<Tensor> branch) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.keep(tokens.add(branch.apply(tokens)));
        }
    }

    private Tensor perceptron(Tensor tokens) {
        Tensor first = linear(tokens, "mlp.fc1"); // [B, T, hidden], or twice as wide
        Activation activation = perceptron.activation();
        if (!perceptron.gated()) {
            return linear(activation.apply(first), "mlp.fc2");
        }
        int hidden = perceptron.hidden();
        Tensor gate = activation.apply(first.slice(2, 0, hidden));
        return linear(gate.multiply(first.slice(2, hidden, 2L * hidden)), "mlp.fc2");
    }

    private Tensor linear(Tensor tokens, String name) {
        return tokens.linear(parameters.get(prefix + name + ".weight"), parameters.get(prefix + name + ".bias"));
    }

    private Tensor norm(Tensor tokens, String name) {
        return tokens.layerNorm(
                parameters.get(prefix + name + ".weight"), parameters.get(prefix + name + ".bias"), epsilon);
    }
}
