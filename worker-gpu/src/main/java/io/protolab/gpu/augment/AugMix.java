package io.protolab.gpu.augment;

import io.protolab.gpu.image.RgbImage;
import io.protolab.gpu.tensor.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What one view does to its image: {@code m₀·x + Σᵢ m₁·wᵢ·chainᵢ(x)}, cut to 8 bits; a chain is one to three operators in a row.
 *
 * @param imageWeight m₀
 * @param chains usually three
 */
record AugMix(float imageWeight, List<Chain> chains) {
    private static final List<Operator> OPERATORS = List.of(Operator.values());
    private static final int WIDTH = 3;
    private static final int MOST_STEPS = 3;

    AugMix {
        chains = List.copyOf(chains);
    }

    /**
     * Operators in a row.
     *
     * @param weight m₁·wᵢ
     */
    record Chain(float weight, List<Step> steps) {
        Chain {
            steps = List.copyOf(steps);
        }

        RgbImage apply(RgbImage image) {
            RgbImage changed = image;
            for (Step step : steps) {
                changed = step.operator().apply(changed, step.magnitude());
            }
            return changed;
        }
    }

    /** One operator at one magnitude. */
    record Step(Operator operator, float magnitude) {}

    /**
     * Draws all that is random: (m₀, m₁) and w from Dirichlet distributions whose parameters are all 1, then the operators.
     *
     * @param severity magnitudes come from the first so many bins
     */
    static AugMix draw(int severity, int width, int height, SeededRandom random) {
        double mixed = random.nextDouble(); // m₁; a Dirichlet pair is a uniform number and its complement
        double[] weights = new double[WIDTH];
        double sum = 0;
        for (int i = 0; i < WIDTH; i++) {
            weights[i] = -StrictMath.log(1 - random.nextDouble()); // normalised exponentials are Dirichlet
            sum += weights[i];
        }
        List<Chain> chains = new ArrayList<>();
        for (int i = 0; i < WIDTH; i++) {
            int count = 1 + random.nextInt(MOST_STEPS);
            List<Step> steps = new ArrayList<>();
            for (int step = 0; step < count; step++) {
                steps.add(step(severity, width, height, random));
            }
            chains.add(new Chain((float) (weights[i] / sum) * (float) mixed, steps));
        }
        return new AugMix((float) (1 - mixed), chains);
    }

    private static Step step(int severity, int width, int height, SeededRandom random) {
        Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
        float magnitude = operator.magnitude(random.nextInt(severity), width, height);
        boolean negative = operator.signed() && random.nextInt(2) == 1;
        return new Step(operator, negative ? -magnitude : magnitude);
    }

    RgbImage apply(RgbImage image) {
        byte[] rgb = image.rgb();
        float[] sums = new float[rgb.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = imageWeight * (rgb[i] & 0xFF);
        }
        for (Chain chain : chains) {
            byte[] changed = chain.apply(image).rgb();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += chain.weight() * (changed[i] & 0xFF);
            }
        }
        byte[] mixed = new byte[sums.length];
        for (int i = 0; i < sums.length; i++) {
            mixed[i] = (byte) (int) sums[i];
        }
        return new RgbImage(image.width(), image.height(), mixed);
    }
}
