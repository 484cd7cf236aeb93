package io.protolab.cpu.dataset.flatbirds;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An endless supply of labelled pictures for the pre-training of a backbone, drawn without files. No picture shows a bird
 * of an evaluation class, not even with parts removed; half of them lack 0 to 5 parts.
 *
 * <p>Immutable and safe for all threads.
 */
public final class PretrainingScenes {

    private static final double PART_REMOVAL = 0.5;

    private final long seed;
    private final int patchSize;
    private final int size;
    private final int distractors;
    private final Set<PartCombination> excluded;
    private final BirdRenderer renderer;

    /**
     * @param size pixels per side of a picture
     * @param patchSize pixels per side of a patch, a divisor of {@code size}
     * @param distractors most background objects of a picture
     * @param excluded the classes that no picture may show
     */
    public PretrainingScenes(
            long seed, int size, int patchSize, int distractors, Collection<PartCombination> excluded) {
        if (patchSize < 1 || size % patchSize != 0) {
            throw new IllegalArgumentException(
                    "patch size %d: must divide the picture size %d".formatted(patchSize, size));
        }
        this.seed = seed;
        this.size = size;
        this.patchSize = patchSize;
        this.distractors = distractors;
        this.excluded = Set.copyOf(excluded);
        this.renderer = new BirdRenderer(size);
    }

    /** As the demonstration wants it: 64 pixels, patches of 8, the classes of both FlatBirds profiles excluded. */
    public static PretrainingScenes forDemo(long seed) {
        List<PartCombination> excluded = Stream.of(FlatBirdsProfile.FLATBIRDS_10, FlatBirdsProfile.FLATBIRDS_20)
                .flatMap(profile -> profile.classTable().classes().stream())
                .toList();
        return new PretrainingScenes(seed, 64, 8, 4, excluded);
    }

    /** Draws the picture with this number and its targets. */
    public PretrainingSample sample(long index) {
        BirdScene scene = scene(index);
        return PretrainingSample.of(renderer.rgb(scene), renderer.partMap(scene), scene.parts(), patchSize);
    }

    BirdScene scene(long index) {
        FieldRandom random = new FieldRandom(seed, "pretraining", index);
        int attempt = 0;
        PartCombination complete = ClassTable.anyCombination(random, attempt);
        while (excluded.contains(complete)) {
            complete = ClassTable.anyCombination(random, ++attempt);
        }
        PartCombination parts = PartRemoval.apply(complete, random, PART_REMOVAL);
        return BirdScene.draw(parts, random, size, distractors);
    }
}
