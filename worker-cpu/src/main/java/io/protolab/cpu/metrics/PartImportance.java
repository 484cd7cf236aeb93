package io.protolab.cpu.metrics;

import java.util.Arrays;
import java.util.BitSet;

/** How much of an attribution lies on each part (FunnyBirds, the default for attribution maps). */
final class PartImportance {
    private PartImportance() {}

    /**
     * Adds up the attribution inside the widened masks of each part, instance by instance.
     *
     * @param attribution row-major pixels, of either sign
     * @return per part; all NaN if the attribution holds a NaN
     */
    static double[] of(double[] attribution, PartMasks masks) {
        double[] importance = new double[masks.partCount()];
        if (Arrays.stream(attribution).anyMatch(Double::isNaN)) {
            Arrays.fill(importance, Double.NaN);
            return importance;
        }
        for (int part = 0; part < importance.length; part++) {
            for (BitSet instance : masks.instances().get(part)) {
                importance[part] += instance.stream()
                        .mapToDouble(pixel -> attribution[pixel])
                        .sum();
            }
        }
        return importance;
    }
}
