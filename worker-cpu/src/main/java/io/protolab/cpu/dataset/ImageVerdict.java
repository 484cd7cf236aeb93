package io.protolab.cpu.dataset;

/** What looking into a file has shown. */
sealed interface ImageVerdict {

    /**
     * The whole image decodes.
     *
     * @param sha256 of the file
     * @param bytes size of the file
     */
    record Usable(String sha256, long bytes, int width, int height) implements ImageVerdict {}

    /**
     * The file cannot be used.
     *
     * @param reason for people, without the file's name
     */
    record Unusable(String reason) implements ImageVerdict {}
}
