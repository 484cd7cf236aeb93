package io.protolab.gpu.features;

import java.nio.ByteBuffer;

/** IEEE 754 binary16, rounded to nearest with ties to even. */
final class Half {
    private static final float LARGEST = 65504;

    private Half() {}

    /** Appends some values as halves. */
    static void put(float[] values, int from, int count, ByteBuffer target) {
        for (int i = from; i < from + count; i++) {
            target.putShort(of(values[i]));
        }
    }

    /**
     * The nearest half.
     *
     * @throws ArithmeticException if the value is not a number or beyond the range of halves
     */
    static short of(float value) {
        if (!(Math.abs(value) <= LARGEST)) {
            throw new ArithmeticException("a patch token holds " + value
                    + ", which 16 bits cannot; the backbone's weights or input do not fit");
        }
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFF_FFFF;
        if (magnitude < 0x3880_0000) { // below 2^-14: a multiple of 2^-24
            return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
        }
        int rounded = magnitude + 0xFFF + ((magnitude >>> 13) & 1);
        return (short) (sign | ((rounded >>> 13) - (112 << 10)));
    }
}
