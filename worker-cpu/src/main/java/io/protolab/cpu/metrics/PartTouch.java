package io.protolab.cpu.metrics;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Which prototypes touch which parts of one image. A prototype touches a part if its similarity times its importance for the true
 * class exceeds a threshold somewhere on the part; importances below 0.1 count as zero. Both comparisons are in float32
 * (ProtoS-ViT, attribute_analysis, with the threshold 0.2).
 *
 * @param touched bit (prototype · parts + part)
 * @param present bit per visible part
 */
record PartTouch(int prototypeCount, int partCount, BitSet touched, BitSet present) {
    private static final float IMPORTANCE_THRESHOLD = 0.1f;

    PartTouch {
        touched = (BitSet) touched.clone();
        present = (BitSet) present.clone();
    }

    /**
     * Finds the touches in one image.
     *
     * @param similarity [prototype][cell] on a square grid
     * @param importance per prototype, for the true class, not cut
     */
    static PartTouch of(
            float[][] similarity, float[] importance, PartMasks masks, PairedParts pairedParts, float touchThreshold) {
        int parts = masks.partCount();
        NearestUpsampling upsampling = NearestUpsampling.ofCells(similarity[0].length, masks.size());
        BitSet touched = new BitSet();
        BitSet present = new BitSet();
        for (int part = 0; part < parts; part++) {
            BitSet pixels = masks.pixels(part, pairedParts);
            present.set(part, !pixels.isEmpty());
            int[] cells = pixels.stream().map(upsampling::cell).distinct().toArray();
            for (int prototype = 0; prototype < similarity.length; prototype++) {
                float weight = importance[prototype];
                float[] map = similarity[prototype];
                if (weight >= IMPORTANCE_THRESHOLD
                        && IntStream.of(cells).anyMatch(cell -> map[cell] * weight > touchThreshold)) {
                    touched.set(prototype * parts + part);
                }
            }
        }
        return new PartTouch(similarity.length, parts, touched, present);
    }

    boolean touches(int prototype, int part) {
        return touched.get(prototype * partCount + part);
    }

    boolean shows(int part) {
        return present.get(part);
    }

    /** The parts a prototype touches. */
    BitSet partsOf(int prototype) {
        return touched.get(prototype * partCount, (prototype + 1) * partCount);
    }
}
