package io.protolab.gpu.model;

import io.protolab.gpu.tensor.Tensor;

/** The bend in a perceptron; which one a checkpoint was trained with decides its features. */
public enum Activation {
    /** {@code x·Φ(x)} with the error function. */
    GELU {
        @Override
        Tensor apply(Tensor x) {
            return x.gelu();
        }
    },
    /** {@code x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))}. */
    GELU_TANH {
        @Override
        Tensor apply(Tensor x) {
            Tensor cubic = x.square().multiply(0.044715).add(1).multiply(x);
            return cubic.multiply(Math.sqrt(2 / Math.PI))
                    .tanh()
                    .add(1)
                    .multiply(x)
                    .multiply(0.5);
        }
    },
    /** {@code x·σ(1.702·x)}, OpenAI's approximation. */
    QUICK_GELU {
        @Override
        Tensor apply(Tensor x) {
            return x.multiply(1.702).sigmoid().multiply(x);
        }
    },
    /** {@code x·σ(x)}. */
    SILU {
        @Override
        Tensor apply(Tensor x) {
            return x.sigmoid().multiply(x);
        }
    };

    abstract Tensor apply(Tensor x);
}
