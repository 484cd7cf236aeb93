package io.protolab.platform.dataset;

import java.nio.charset.StandardCharsets;

/**
 * Image formats told apart by their first bytes, never by a file's name. A contract: what a preparation lists as readable, every
 * worker must be able to decode.
 */
public enum ImageFormat {
    JPEG(true),
    PNG(true),
    GIF(true),
    BMP(true),
    TIFF(true),
    WEBP(false),
    AVIF(false),
    JPEG2000(false),
    UNKNOWN(false);

    private final boolean readable;

    ImageFormat(boolean readable) {
        this.readable = readable;
    }

    /** Whether the JDK has a reader for it. */
    public boolean isReadable() {
        return readable;
    }

    /** @param content of a file, its first 16 bytes at least */
    public static ImageFormat of(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, 16), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        } else if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        } else if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return GIF;
        } else if (start.startsWith("BM")) {
            return BMP;
        } else if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return TIFF;
        } else if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return WEBP;
        } else if (start.startsWith("ftypavif", 4)) {
            return AVIF;
        } else if (start.startsWith("jP  ", 4)) {
            return JPEG2000;
        }
        return UNKNOWN;
    }
}
