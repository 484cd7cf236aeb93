package io.protolab.gpu.model;

/**
 * The two layers on the second residual branch of a block.
 *
 * @param hidden width between the layers
 * @param activation between the layers
 * @param gated whether the first layer makes a gate and a value, gate first: {@code activation(gate)·value} (Shazeer,
 *     arXiv 2002.05202)
 */
public record Perceptron(int hidden, Activation activation, boolean gated) {
    public Perceptron {
        if (hidden < 1) {
            throw new IllegalArgumentException("A perceptron needs a positive hidden width, got " + hidden);
        }
    }

    /** Outputs of the first layer. */
    int firstOutputs() {
        return gated ? 2 * hidden : hidden;
    }
}
