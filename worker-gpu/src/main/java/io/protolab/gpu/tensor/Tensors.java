package io.protolab.gpu.tensor;

import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Where tensors come from. The tensor is placed on the engine's device and belongs to the innermost open scope. */
public final class Tensors {
    private Tensors() {}

    /** A tensor of 32-bit floats; values in row-major order. */
    public static Tensor of(float[] values, long... shape) {
        ByteBuffer bytes = direct((long) values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return copyOf(bytes, ElementType.F32, shape);
    }

    /** A tensor of 64-bit floats; values in row-major order. */
    public static Tensor of(double[] values, long... shape) {
        ByteBuffer bytes = direct((long) values.length * Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return copyOf(bytes, ElementType.F64, shape);
    }

    /** A tensor of 64-bit integers; values in row-major order. */
    public static Tensor of(long[] values, long... shape) {
        ByteBuffer bytes = direct((long) values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return copyOf(bytes, ElementType.I64, shape);
    }

    /**
     * A copy of raw bytes, which may be those of a read-only mapping.
     *
     * @param bytes a direct buffer in native byte order; its content from position 0 is read
     */
    public static Tensor copyOf(ByteBuffer bytes, ElementType type, long... shape) {
        long byteCount = Math.multiplyExact(elementCount(shape), (long) type.byteCount());
        if (bytes.capacity() < byteCount) {
            throw new IllegalArgumentException(
                    "A buffer of " + bytes.capacity() + " bytes cannot fill " + byteCount + " bytes of " + type);
        }
        if (type == ElementType.BF16) {
            return copyOf(widened(bytes, (int) elementCount(shape)), ElementType.F32, shape);
        }
        TorchEngine engine = TorchEngine.running();
        // The engine's array is a view of the buffer's memory; only a copy may be written to or outlive the buffer.
        try (PtNDArray view = engine.memory()
                .create(
                        bytes.slice(0, (int) byteCount).order(ByteOrder.nativeOrder()),
                        new Shape(shape),
                        type.engineType())) {
            return new Tensor(JniUtils.clone(view));
        }
    }

    /** A bfloat16 is the upper half of a float32. */
    private static ByteBuffer widened(ByteBuffer halves, int count) {
        ByteBuffer bytes = direct((long) count * Float.BYTES);
        ByteBuffer source = halves.duplicate().order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            bytes.putInt(i * Integer.BYTES, source.getShort(i * Short.BYTES) << 16);
        }
        return bytes;
    }

    private static ByteBuffer direct(long byteCount) {
        return ByteBuffer.allocateDirect(Math.toIntExact(byteCount)).order(ByteOrder.nativeOrder());
    }

    static long elementCount(long... shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }

    /** A tensor of 32-bit floats with the same value everywhere. */
    public static Tensor full(double value, long... shape) {
        return full(value, ElementType.F32, shape);
    }

    public static Tensor full(double value, ElementType type, long... shape) {
        TorchEngine engine = TorchEngine.running();
        return new Tensor(JniUtils.full(
                engine.memory(), new Shape(shape), value, type.engineType(), engine.device(), SparseFormat.DENSE));
    }

    /** Joins along an existing axis. */
    public static Tensor concatenate(List<Tensor> parts, int axis) {
        return new Tensor(JniUtils.cat(arrays(parts), axis));
    }

    /** Joins tensors of one shape along a new axis. */
    public static Tensor stack(List<Tensor> parts, int axis) {
        return new Tensor(JniUtils.stack(arrays(parts), axis));
    }

    private static PtNDArray[] arrays(List<Tensor> parts) {
        return parts.stream().map(Tensor::array).toArray(PtNDArray[]::new);
    }
}
