package io.protolab.gpu.tensor;

/**
 * Random numbers as a pure function of a seed, a purpose and positions, the same on every machine and JDK.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). A purpose and
 * a position (an epoch, a step) select a stream of their own, so nothing has to be saved to continue a training: the
 * numbers of step 1,000 can be drawn without those of step 999.
 */
public final class SeededRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private SeededRandom(long state) {
        this.state = state;
    }

    /**
     * The stream for one purpose.
     *
     * @param seed any number; zero is a seed like any other
     * @param purpose what the numbers are for, such as {@code shuffle}
     * @param positions where they are used, such as the epoch
     */
    public static SeededRandom of(long seed, String purpose, long... positions) {
        long state = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < purpose.length(); i++) {
            state = mix(state ^ purpose.charAt(i)) + GOLDEN_GAMMA;
        }
        for (long position : positions) {
            state = mix(state ^ position) + GOLDEN_GAMMA;
        }
        return new SeededRandom(state);
    }

    private static long mix(long z) {
        long first = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
        return second ^ (second >>> 31);
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1), 53 random bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [low, high). */
    public double nextUniform(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** Uniform in 0 … bound − 1, without bias. */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound is " + bound + ", it must be at least 1");
        }
        long limit = Long.MAX_VALUE - Long.MAX_VALUE % bound;
        long drawn = nextLong() >>> 1;
        while (drawn >= limit) {
            drawn = nextLong() >>> 1;
        }
        return (int) (drawn % bound);
    }

    /** Standard normal, by the Box-Muller formula in strict arithmetic. */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
    }

    /** The numbers 0 … count − 1 in random order (Fisher and Yates). */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
