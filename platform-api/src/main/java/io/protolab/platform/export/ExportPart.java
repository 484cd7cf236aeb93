package io.protolab.platform.export;

import java.util.Locale;

/** Which part of a trial becomes a file. */
public enum ExportPart {
    /** Backbone and head: pixels to logits. */
    MODEL,
    /** The prototype head alone: patch tokens to logits. */
    HEAD;

    /** As in file names. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
