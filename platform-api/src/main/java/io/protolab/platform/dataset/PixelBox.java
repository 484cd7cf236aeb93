package io.protolab.platform.dataset;

/** A rectangle of pixels; (x, y) is the upper left one. */
public record PixelBox(int x, int y, int width, int height) {}
