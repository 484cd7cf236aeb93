package io.protolab.gpu.augment;

import io.protolab.gpu.tensor.SeededRandom;

/**
 * Where a random resized crop cuts: a share of the area, uniform, in an aspect ratio whose logarithm is uniform.
 *
 * @param smallestArea share of the image's area
 * @param largestArea share of the image's area
 * @param smallestRatio width over height
 * @param largestRatio width over height
 */
public record RandomResizedCrop(double smallestArea, double largestArea, double smallestRatio, double largestRatio) {
    private static final int ATTEMPTS = 10;

    /** The window of one view; the central one if ten attempts do not fit into the image. */
    CropWindow draw(int width, int height, SeededRandom random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double areaShare = random.nextUniform(smallestArea, largestArea);
            double logRatio = random.nextUniform(StrictMath.log(smallestRatio), StrictMath.log(largestRatio));
            CropWindow size = sized(width, height, areaShare, logRatio);
            if (size.width() > 0 && size.width() <= width && size.height() > 0 && size.height() <= height) {
                int y = random.nextInt(height - size.height() + 1);
                int x = random.nextInt(width - size.width() + 1);
                return new CropWindow(x, y, size.width(), size.height());
            }
        }
        return central(width, height);
    }

    /** A window of that area and ratio at the origin, which need not fit. */
    static CropWindow sized(int width, int height, double areaShare, double logRatio) {
        double area = (double) width * height * areaShare;
        double ratio = StrictMath.exp(logRatio);
        return new CropWindow(0, 0, (int) Math.rint(Math.sqrt(area * ratio)), (int) Math.rint(Math.sqrt(area / ratio)));
    }

    /** The greatest window in the middle whose ratio is allowed. */
    CropWindow central(int width, int height) {
        double ratio = (double) width / height;
        int cropWidth = ratio > largestRatio ? (int) Math.rint(height * largestRatio) : width;
        int cropHeight = ratio < smallestRatio ? (int) Math.rint(width / smallestRatio) : height;
        return new CropWindow((width - cropWidth) / 2, (height - cropHeight) / 2, cropWidth, cropHeight);
    }
}
