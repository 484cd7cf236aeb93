package io.protolab.platform.export;

import java.util.Locale;

/** Of a file that holds a forward pass. */
public enum ExportFormat {
    /** For ONNX Runtime and whatever else reads ONNX. */
    ONNX(".onnx"),
    /** For {@code torch.jit.load}. */
    TORCHSCRIPT(".pt");

    private final String suffix;

    ExportFormat(String suffix) {
        this.suffix = suffix;
    }

    /** As in paths and options. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of file names, with the dot. */
    public String suffix() {
        return suffix;
    }
}
