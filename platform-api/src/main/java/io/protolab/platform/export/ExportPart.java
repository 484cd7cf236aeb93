package io.protolab.platform.export;

import java.util.Locale;

/** Which part of a trial becomes a file. */
public enum ExportPart {
    /** Backbone and head: pixels to logits. */
    MODEL,
    /** The prototype head alone: patch tokens to logits. */
    HEAD;

    /** Before the names of all exported files. */
    public static final String FOLDER = "export/";

    /** The file that makes a directory of exported files a model of MLflow; there with {@link ExportFormat#ONNX}. */
    public static final String MLMODEL = "MLmodel";

    /** As in file names and paths. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name of the artifact that a file of the exported directory becomes. */
    public String artifactName(String file) {
        return FOLDER + text() + "/" + file;
    }

    /** Name of the file in which a format keeps the forward pass. */
    public String fileName(ExportFormat format) {
        return text() + format.suffix();
    }
}
