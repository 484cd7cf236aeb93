package io.protolab.gpu.augment;

/** A rectangle of an image, in pixels. */
record CropWindow(int x, int y, int width, int height) {}
