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

    /**
     * The same parts in another order, or fewer of them.
     *
     * @throws IllegalArgumentException if a name is not one of this palette
     */
    PartPalette ordered(List<String> names) {
        return new PartPalette(names.stream()
                .map(name -> parts.stream()
                        .filter(part -> part.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("the dataset names a part '%s', the part maps know %s"
                                        .formatted(
                                                name,
                                                parts.stream().map(Part::name).toList()))))
                .toList());
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
