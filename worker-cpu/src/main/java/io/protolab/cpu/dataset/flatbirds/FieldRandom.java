package io.protolab.cpu.dataset.flatbirds;

/**
 * Random numbers by name. Each value is a hash of (seed, stream, index, field), mixed with the finaliser of SplitMix64
 * (Steele, Lea and Flood, OOPSLA 2014), so that a scene can be drawn alone and a new field never shifts another.
 */
final class FieldRandom {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private final long state;

    FieldRandom(long seed, String stream, long index) {
        state = absorb(absorb(mix(seed + GOLDEN_GAMMA), stream), index);
    }

    /** Uniform in [low, high). */
    double uniform(String field, double low, double high) {
        return low + (high - low) * ((bits(field) >>> 11) * UNIT);
    }

    /** Uniform from 0 to bound − 1; the bias is below bound / 2³². */
    int below(String field, int bound) {
        return (int) (((bits(field) >>> 32) * bound) >>> 32);
    }

    boolean chance(String field, double probability) {
        return uniform(field, 0, 1) < probability;
    }

    long bits(String field) {
        return absorb(state, field);
    }

    private static long absorb(long hash, String text) {
        long absorbed = absorb(hash, text.length());
        for (int i = 0; i < text.length(); i++) {
            absorbed = absorb(absorbed, text.charAt(i));
        }
        return absorbed;
    }

    private static long absorb(long hash, long value) {
        return mix((hash ^ value) + GOLDEN_GAMMA);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
