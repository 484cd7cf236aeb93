package io.protolab.gpu.features;

import java.io.IOException;
import java.nio.file.Path;

/** A stored feature set is not what was written; it is built again. */
final class DamagedFeaturesException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedFeaturesException(Path file, String problem) {
        super(file + " is damaged: " + problem);
    }
}
