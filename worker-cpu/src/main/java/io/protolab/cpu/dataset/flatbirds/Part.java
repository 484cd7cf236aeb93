package io.protolab.cpu.dataset.flatbirds;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The five parts that make a class, in the order of the FunnyBirds {@code parts.json}, with the same number of variants:
 * 4 beaks, 3 eyes, 4 feet, 9 tails, 6 wings, together 2,592 combinations.
 *
 * <p>A variant is a model in a colour; colours change slowest. Eyes and feet have no colour of their own.
 */
public enum Part {
    BEAK(4, 1),
    EYE(3, 1),
    FOOT(4, 1),
    TAIL(3, 3),
    WING(2, 3);

    /** All parts in order. */
    public static final List<Part> ALL = List.of(values());

    /** Number of variants of all parts together. */
    public static final int VARIANT_COUNT = WING.firstVariantId() + WING.variants();

    private final int models;
    private final int colors;

    Part(int models, int colors) {
        this.models = models;
        this.colors = colors;
    }

    /** The word used in file names and JSON keys: {@code beak}, {@code eye}, … */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Number of variants of this part. */
    public int variants() {
        return models * colors;
    }

    /** Place of this part's variant 0 when the variants of all parts are counted through: 0, 4, 7, 11, 20. */
    public int firstVariantId() {
        return ALL.subList(0, ALL.indexOf(this)).stream()
                .mapToInt(Part::variants)
                .sum();
    }

    int model(int variant) {
        return variant % models;
    }

    Optional<PaintColor> color(int variant) {
        return switch (this) {
            case BEAK -> Optional.of(PaintColor.YELLOW);
            case EYE, FOOT -> Optional.empty();
            case TAIL, WING -> Optional.of(PaintColor.ALL.get(variant / models));
        };
    }

    /** Name of the variant's model as FunnyBirds writes it, for example {@code tail02.glb}. */
    String modelName(int variant) {
        return "%s%02d.glb".formatted(key(), model(variant) + 1);
    }
}
