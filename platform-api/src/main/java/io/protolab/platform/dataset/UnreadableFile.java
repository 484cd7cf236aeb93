package io.protolab.platform.dataset;

/** A file that looked like an image of the dataset and could not be used. */
public record UnreadableFile(String path, String reason) {}
