package io.protolab.platform.dataset;

import io.protolab.platform.experiment.DatasetKind;
import io.protolab.platform.experiment.ReferenceSwitches.FunnyBirdsInput;

/**
 * The rectangle of an image that is resized to the backbone's input; the patch grid divides it evenly. In pixels of the image.
 */
public record InputWindow(int x, int y, int width, int height) {
    private static final int CROP = 224;

    /** The whole image, or the central 224 × 224 pixels of a FunnyBirds image where the reference is followed. */
    public static InputWindow of(DatasetKind kind, FunnyBirdsInput input, int width, int height) {
        boolean crops = kind == DatasetKind.FUNNYBIRDS && input == FunnyBirdsInput.CENTRE_CROP224;
        if (!crops || width < CROP || height < CROP) {
            return new InputWindow(0, 0, width, height);
        }
        return new InputWindow((width - CROP) / 2, (height - CROP) / 2, CROP, CROP);
    }
}
