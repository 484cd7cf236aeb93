package io.protolab.gpu.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns raw values of any floating-point type into tensors of 32-bit floats, without loss. All of them pass through one
 * buffer, which grows to the largest tensor: pages of a mapped file would count as memory of the process until the
 * garbage collector finds the mapping.
 */
public final class FloatReader {
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    /** Where raw values come from, little-endian and in row-major order. */
    @FunctionalInterface
    public interface Source {
        /** Fills the buffer from its position to its limit. */
        void read(ByteBuffer target) throws IOException;
    }

    /**
     * The next tensor.
     *
     * @throws ArithmeticException if a value is infinite or not a number
     * @throws IllegalArgumentException if the values are integers, or more than one buffer can hold
     */
    public Tensor read(ElementType type, long[] shape, Source source) throws IOException {
        if (type == ElementType.I64) {
            throw new IllegalArgumentException("Integers are no weights");
        }
        long count = Tensors.elementCount(shape);
        int width = Math.max(type.byteCount(), Float.BYTES);
        if (count > Integer.MAX_VALUE / width) {
            throw new IllegalArgumentException("A tensor of " + count + " values of type " + type
                    + " is larger than the 2 GiB that can be read at once");
        }
        ByteBuffer bytes = room((int) count * width);
        int start = type == ElementType.BF16 ? (int) count * Short.BYTES : 0;
        ByteBuffer raw = bytes.slice(start, (int) count * type.byteCount()).order(ByteOrder.LITTLE_ENDIAN);
        source.read(raw);
        requireFinite(raw.flip(), type);
        if (type == ElementType.BF16) {
            widen(bytes, (int) count);
            return Tensors.copyOf(bytes, ElementType.F32, shape);
        }
        Tensor copy = Tensors.copyOf(bytes, type, shape);
        if (type == ElementType.F32) {
            return copy;
        }
        try (copy) {
            return copy.to(ElementType.F32);
        }
    }

    /** The exponent of such values has all its bits set. */
    private static void requireFinite(ByteBuffer raw, ElementType type) {
        int step = type.byteCount();
        for (int i = 0; i < raw.limit(); i += step) {
            boolean finite = switch (type) {
                case F16 -> (raw.getShort(i) & 0x7C00) != 0x7C00;
                case BF16 -> (raw.getShort(i) & 0x7F80) != 0x7F80;
                case F64 -> Double.isFinite(raw.getDouble(i)) && Float.isFinite((float) raw.getDouble(i));
                default -> Float.isFinite(raw.getFloat(i));
            };
            if (!finite) {
                throw new ArithmeticException("infinite values or values that are not numbers");
            }
        }
    }

    private ByteBuffer room(int byteCount) {
        if (buffer.capacity() < byteCount) {
            buffer = ByteBuffer.allocateDirect(byteCount);
        }
        return buffer.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A bfloat16 is the upper half of a float32. The halves lie in the second half, so none is overwritten unread. */
    private static void widen(ByteBuffer bytes, int count) {
        int start = count * Short.BYTES;
        for (int i = 0; i < count; i++) {
            bytes.putInt(i * Integer.BYTES, bytes.getShort(start + i * Short.BYTES) << 16);
        }
    }
}
