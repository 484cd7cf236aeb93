package io.protolab.gpu.augment;

import io.protolab.gpu.image.RgbImage;

/** AugMix's thirteen operators, in torchvision's order, from which one is drawn by its position. */
enum Operator {
    SHEAR_X(true),
    SHEAR_Y(true),
    TRANSLATE_X(true),
    TRANSLATE_Y(true),
    ROTATE(true),
    POSTERIZE(false),
    SOLARIZE(false),
    AUTO_CONTRAST(false),
    EQUALIZE(false),
    BRIGHTNESS(true),
    COLOR(true),
    CONTRAST(true),
    SHARPNESS(true);

    /** Bins of each table of magnitudes. */
    static final int BINS = 10;

    private final boolean signed;

    Operator(boolean signed) {
        this.signed = signed;
    }

    /** Whether its magnitude may also be taken negative. */
    boolean signed() {
        return signed;
    }

    /**
     * A magnitude in units of the operator: a slope, pixels, degrees, bits, a value, or what is added to a factor of 1.
     *
     * @param bin 0 … {@link #BINS} − 1
     */
    float magnitude(int bin, int width, int height) {
        return switch (this) {
            case SHEAR_X, SHEAR_Y -> evenly(0, 0.3f, bin);
            case TRANSLATE_X -> evenly(0, (float) (width / 3.0), bin);
            case TRANSLATE_Y -> evenly(0, (float) (height / 3.0), bin);
            case ROTATE -> evenly(0, 30, bin);
            case POSTERIZE -> 4 - (float) Math.rint(bin / ((BINS - 1) / 4f));
            case SOLARIZE -> evenly(255, 0, bin);
            case AUTO_CONTRAST, EQUALIZE -> 0;
            case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> evenly(0, 0.9f, bin);
        };
    }

    /** The library's table of even steps in 32-bit floats, which it fills from both ends. */
    private static float evenly(float first, float last, int bin) {
        float step = (last - first) / (BINS - 1);
        return bin < BINS / 2 ? first + step * bin : last - step * (BINS - bin - 1);
    }

    RgbImage apply(RgbImage image, double magnitude) {
        return switch (this) {
            case SHEAR_X -> Warp.shearX(image, magnitude);
            case SHEAR_Y -> Warp.shearY(image, magnitude);
            case TRANSLATE_X -> Warp.translate(image, (int) magnitude, 0);
            case TRANSLATE_Y -> Warp.translate(image, 0, (int) magnitude);
            case ROTATE -> Warp.rotate(image, magnitude);
            case POSTERIZE -> ToneCurve.posterize(image, (int) magnitude);
            case SOLARIZE -> ToneCurve.solarize(image, (float) magnitude);
            case AUTO_CONTRAST -> ToneCurve.autoContrast(image);
            case EQUALIZE -> ToneCurve.equalize(image);
            case BRIGHTNESS -> ToneCurve.brightness(image, 1 + magnitude);
            case COLOR -> Blend.colour(image, 1 + magnitude);
            case CONTRAST -> ToneCurve.contrast(image, 1 + magnitude);
            case SHARPNESS -> Blend.sharpness(image, 1 + magnitude);
        };
    }
}
