package io.protolab.cpu.dataset.flatbirds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All that one picture needs. Interventions are other scenes with the same pose.
 *
 * @param background objects from back to front, all behind the bird
 */
public record BirdScene(PartCombination parts, Pose pose, List<BackgroundObject> background) {

    public BirdScene {
        background = List.copyOf(background);
    }

    /**
     * A bird with these parts in a pose and before a background that the random numbers decide.
     *
     * @param pictureSize pixels per side the scene is meant for; it decides the size of the bird
     * @param maxBackground the number of background objects is uniform from 0 to this
     */
    static BirdScene draw(PartCombination parts, FieldRandom random, int pictureSize, int maxBackground) {
        int objects = random.below("backgroundCount", maxBackground + 1);
        return new BirdScene(
                parts,
                Pose.draw(random, pictureSize),
                IntStream.range(0, objects)
                        .mapToObj(number -> BackgroundObject.draw(random, number))
                        .toList());
    }

    /** The same picture with every other part removed. */
    public BirdScene keeping(Collection<Part> kept) {
        return new BirdScene(parts.keeping(kept), pose, background);
    }

    /** The same picture without one background object. */
    public BirdScene withoutBackground(int number) {
        List<BackgroundObject> rest = new ArrayList<>(background);
        rest.remove(number);
        return new BirdScene(parts, pose, rest);
    }
}
