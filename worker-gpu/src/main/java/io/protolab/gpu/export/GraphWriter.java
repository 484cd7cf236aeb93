package io.protolab.gpu.export;

import org.jspecify.annotations.Nullable;

/**
 * Takes down a forward pass, operation by operation, in the order of computation. The first axis of every value is the batch, whose size
 * stays open; all other sizes are fixed. Operations mean what they mean in PyTorch; weights enter the file where they are used.
 */
interface GraphWriter {
    /** The input; {@code sizes} are those behind the batch. */
    Value input(String name, long... sizes);

    /** A weight as an operand; it broadcasts. */
    Value weight(Weight weight);

    /** A weight [1, …] once per image of {@code like}. */
    Value perImage(Weight weight, Value like);

    /** {@code x·Wᵀ + b} over the last axis, for W = [out, in]. */
    Value linear(Value x, Weight weight, @Nullable Weight bias);

    /** A two-dimensional convolution of [B, in, rows, columns] with a kernel [out, in / groups, height, width]. */
    Value convolve(Value x, Weight kernel, @Nullable Weight bias, int stride, int padding, int groups);

    /** Over the last axis. */
    Value layerNorm(Value x, Weight weight, Weight bias, double epsilon);

    /** {@code softmax(q·kᵀ / √d + bias)·v} for [B, heads, T, d], where d is {@code headDim} and the bias [1, heads, T, T]. */
    Value attention(Value q, Value k, Value v, @Nullable Weight bias, int headDim);

    Value add(Value a, Value b);

    Value subtract(Value a, Value b);

    Value multiply(Value a, Value b);

    Value multiply(Value x, double factor);

    Value relu(Value x);

    /** The exact form, with the error function. */
    Value gelu(Value x);

    /** The approximation with the hyperbolic tangent. */
    Value geluTanh(Value x);

    Value sigmoid(Value x);

    /** Over the last axis. */
    Value softmax(Value x);

    /** To unit length along an axis; vectors shorter than 1e-12 are divided by that. */
    Value normalise(Value x, int axis);

    /** 1 where a value is at least the bound, else 0. */
    Value isAtLeast(Value x, double bound);

    /** The greatest value along an axis, which disappears. */
    Value max(Value x, int axis);

    /** The sum along an axis, which disappears. */
    Value sum(Value x, int axis);

    /** {@code sizes} are those behind the batch. */
    Value reshape(Value x, long... sizes);

    Value permute(Value x, int... axes);

    /** From {@code from} up to, not including, {@code to}. */
    Value slice(Value x, int axis, long from, long to);

    Value concatenate(int axis, Value... parts);

    /** Names a result; {@code sizes} are those behind the batch. */
    void output(String name, Value value, long... sizes);
}
