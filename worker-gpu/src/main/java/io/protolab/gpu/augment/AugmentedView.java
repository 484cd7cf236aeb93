package io.protolab.gpu.augment;

import io.protolab.gpu.image.ImageChange;
import io.protolab.gpu.image.RgbImage;
import io.protolab.gpu.tensor.SeededRandom;
import io.protolab.platform.experiment.AugmentationSpec;

/**
 * One random view of every training image. Which crop and which operators an image gets depends on the seed, the image's path and the
 * number of the view alone, not on its neighbours, nor on who computes it.
 *
 * @param crop where the view is cut out
 * @param severity of AugMix; 0 leaves it out
 * @param view counted from 0
 */
public record AugmentedView(long seed, RandomResizedCrop crop, int severity, int view) implements ImageChange {
    /** A view of the paper's augmentation. */
    public static AugmentedView of(AugmentationSpec spec, int view) {
        RandomResizedCrop crop = new RandomResizedCrop(
                spec.smallestArea(), spec.largestArea(), spec.smallestRatio(), spec.largestRatio());
        return new AugmentedView(spec.seed(), crop, spec.severity(), view);
    }

    @Override
    public RgbImage apply(RgbImage image, String path, int size) {
        SeededRandom random = SeededRandom.of(seed, "view of " + path, view);
        CropWindow window = crop.draw(image.width(), image.height(), random);
        RgbImage square = image.crop(window.x(), window.y(), window.width(), window.height())
                .resize(size, size);
        return severity == 0
                ? square
                : AugMix.draw(severity, size, size, random).apply(square);
    }
}
