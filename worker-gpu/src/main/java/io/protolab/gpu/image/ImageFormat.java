package io.protolab.gpu.image;

import java.nio.charset.StandardCharsets;

/** Formats told apart by their first bytes; the name of a file says nothing. */
enum ImageFormat {
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
    boolean isReadable() {
        return readable;
    }

    static ImageFormat of(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, 16), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return GIF;
        }
        if (start.startsWith("BM")) {
            return BMP;
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return TIFF;
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return WEBP;
        }
        if (start.startsWith("ftypavif", 4)) {
            return AVIF;
        }
        if (start.startsWith("jP  ", 4)) {
            return JPEG2000;
        }
        return UNKNOWN;
    }
}
