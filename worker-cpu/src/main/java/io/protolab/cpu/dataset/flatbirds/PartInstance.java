package io.protolab.cpu.dataset.flatbirds;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pixel of a part map can show of a bird, with the colours of the FunnyBirds part maps. The first instance of a
 * pair is the one nearer to the viewer; flat birds never show their second eye.
 */
public enum PartInstance {
    BEAK(Part.BEAK, 0xFFFF00),
    EYE01(Part.EYE, 0xFFFFFD),
    EYE02(Part.EYE, 0xFFFFFE),
    FOOT01(Part.FOOT, 0xFF0001),
    FOOT02(Part.FOOT, 0xFF0002),
    TAIL(Part.TAIL, 0x0000FF),
    WING01(Part.WING, 0x00FF01),
    WING02(Part.WING, 0x00FF02),
    BODY(null, 0xAAAAAA);

    /** All instances in order. */
    static final List<PartInstance> ALL = List.of(values());

    /** Pixels that show nothing. */
    static final int SKY = 0;

    /** Background object i has {@code 0xCCCCCC + i}. */
    static final int FIRST_BACKGROUND = 0xCCCCCC;

    private final @Nullable Part part;
    private final int mapRgb;

    PartInstance(@Nullable Part part, int mapRgb) {
        this.part = part;
        this.mapRgb = mapRgb;
    }

    /** {@code 0xRRGGBB} of this instance's pixels in a part map. */
    public int mapRgb() {
        return mapRgb;
    }

    /** Absent for the body, which is no part of a class. */
    public Optional<Part> part() {
        return Optional.ofNullable(part);
    }

    /** The word used in the key point files: {@code beak}, {@code wing02}, … */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
