package io.protolab.gpu.pretraining;

import io.protolab.gpu.image.RgbImage;

/**
 * A picture of one bird and what its patches show.
 *
 * @param image square
 * @param parts [patches, {@link #PARTS}] in row-major patch order, 1 where the patch shows beak, eye, foot, tail, wing or body
 * @param variants per part but the body, its variant within the part or −1 where the bird lacks it
 */
@SuppressWarnings("ArrayRecordComponent") // carries pixels and targets to tensors, never compared
public record Scene(RgbImage image, byte[] parts, int[] variants) {
    /** Five parts and the body. */
    public static final int PARTS = 6;

    /** Variants of beak, eye, foot, tail and wing. */
    private static final int[] VARIANT_COUNTS = {4, 3, 4, 9, 6};

    /** Parts that come in variants. */
    static final int VARIED_PARTS = VARIANT_COUNTS.length;

    /** Variants of all parts together. */
    static final int VARIANTS = 26;

    public Scene {
        if (image.width() != image.height()) {
            throw new IllegalArgumentException(
                    "a scene is square, this one has " + image.width() + " by " + image.height() + " pixels");
        }
        if (parts.length % PARTS != 0 || variants.length != VARIED_PARTS) {
            throw new IllegalArgumentException(parts.length + " part targets and " + variants.length
                    + " variants; multiples of " + PARTS + " and " + VARIED_PARTS + " are needed");
        }
        for (int part = 0; part < VARIED_PARTS; part++) {
            if (variants[part] < -1 || variants[part] >= VARIANT_COUNTS[part]) {
                throw new IllegalArgumentException(
                        "variant " + variants[part] + " of part " + part + " is not one of " + VARIANT_COUNTS[part]);
            }
        }
    }

    int patches() {
        return parts.length / PARTS;
    }

    boolean shows(int patch, int part) {
        return parts[patch * PARTS + part] == 1;
    }

    /** Number of the first variant of a part among all variants. */
    static int firstVariant(int part) {
        int first = 0;
        for (int before = 0; before < part; before++) {
            first += VARIANT_COUNTS[before];
        }
        return first;
    }

    static int variantCount(int part) {
        return VARIANT_COUNTS[part];
    }
}
