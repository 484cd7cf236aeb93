package io.protolab.cpu.metrics;

import java.util.List;

/**
 * The colours by which a part map names the parts of an object.
 *
 * @param parts in the order of every result
 */
record PartPalette(List<Part> parts) {
    /** FunnyBirds (Hesse et al., ICCV 2023) and everything rendered in its layout. */
    static final PartPalette FUNNY_BIRDS = new PartPalette(List.of(
            new Part("beak", List.of(0xFFFF00)),
            new Part("eye", List.of(0xFFFFFD, 0xFFFFFE)),
            new Part("foot", List.of(0xFF0001, 0xFF0002)),
            new Part("tail", List.of(0x0000FF)),
            new Part("wing", List.of(0x00FF01, 0x00FF02))));

    PartPalette {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a palette without parts");
        }
    }

    /** A part and the exact colour (0xRRGGBB) of each of its instances, such as the left and the right eye. */
    record Part(String name, List<Integer> colours) {
        Part {
            colours = List.copyOf(colours);
            if (colours.isEmpty()) {
                throw new IllegalArgumentException("the part %s has no colour".formatted(name));
            }
        }
    }
}
