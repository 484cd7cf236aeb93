package io.protolab.gpu.image;

import java.io.IOException;

/** A file that is not the one the manifest describes. Trying again does not help, preparing the dataset again does. */
public final class ChangedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedFileException(String file, String difference) {
        super(file + " changed since the dataset was prepared: " + difference
                + "; restore it or submit the sweep again");
    }
}
