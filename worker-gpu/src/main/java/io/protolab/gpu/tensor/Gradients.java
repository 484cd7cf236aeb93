package io.protolab.gpu.tensor;

import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The block in which the calling thread records operations for differentiation. Everywhere else nothing is recorded.
 *
 * <pre>{@code
 * try (Gradients recording = Gradients.record()) {
 *     loss = head.forward(tokens)...;
 *     Gradients.backward(loss);
 * }
 * parameter.gradient();
 * }</pre>
 */
public final class Gradients implements AutoCloseable {
    private final boolean before;

    private Gradients(boolean before) {
        this.before = before;
    }

    /** Starts recording on this thread until the block ends. */
    public static Gradients record() {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        return new Gradients(before);
    }

    /** Whether the calling thread records. */
    public static boolean isRecording() {
        return JniUtils.isGradMode();
    }

    /**
     * Adds the derivative of a scalar to the gradient of every parameter it was computed from; the record is used up.
     *
     * @param scalar a tensor of one element
     */
    public static void backward(Tensor scalar) {
        Tensor one = new Tensor(JniUtils.onesLike(
                scalar.array(), scalar.array().getDataType(), scalar.array().getDevice(), SparseFormat.DENSE));
        JniUtils.backward(scalar.array(), one.array(), false, false);
        one.close();
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
