package io.protolab.cpu.metrics;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Does a prototype keep its parts when the image is disturbed by noise? ProtoS-ViT's adaptation of the stability of Huang et al.
 * (ICCV 2023) to part maps, over the prototypes that touch any part of any image in either run.
 *
 * @param prototypeCount prototypes in that union
 * @param equalCount comparisons that came out equal
 * @param comparedCount comparisons made
 */
record Stability(int prototypeCount, long equalCount, long comparedCount) {
    /** What is compared between the two runs. */
    enum Compared {
        /** All parts of a prototype in an image at once, as Huang et al. define it. */
        VECTOR,
        /** Each part by itself, as ProtoS-ViT's notebook does; mostly agreement about parts that nothing touches. */
        ELEMENT
    }

    /**
     * Compares the two runs.
     *
     * @param clean one per image
     * @param noisy the same images with noise, same order
     */
    static Stability of(List<PartTouch> clean, List<PartTouch> noisy, Compared compared) {
        if (clean.size() != noisy.size()) {
            throw new IllegalArgumentException("stability of %d images with %d noisy ones: the same images are needed"
                    .formatted(clean.size(), noisy.size()));
        }
        int[] used = used(clean, noisy);
        long equal = 0;
        long total = 0;
        for (int image = 0; image < clean.size(); image++) {
            int parts = clean.get(image).partCount();
            for (int prototype : used) {
                BitSet differing = clean.get(image).partsOf(prototype);
                differing.xor(noisy.get(image).partsOf(prototype));
                if (compared == Compared.VECTOR) {
                    equal += differing.isEmpty() ? 1 : 0;
                    total++;
                } else {
                    equal += parts - differing.cardinality();
                    total += parts;
                }
            }
        }
        return new Stability(used.length, equal, total);
    }

    /** The share of equal comparisons in [0, 1], higher is better; empty if no prototype touches anything. */
    OptionalDouble score() {
        return comparedCount == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) equalCount / comparedCount);
    }

    private static int[] used(List<PartTouch> clean, List<PartTouch> noisy) {
        BitSet used = new BitSet();
        for (List<PartTouch> run : List.of(clean, noisy)) {
            for (PartTouch image : run) {
                image.touched().stream().map(bit -> bit / image.partCount()).forEach(used::set);
            }
        }
        return used.stream().toArray();
    }
}
