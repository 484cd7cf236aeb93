package io.protolab.gpu.image;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is no image we can decode; the message names it and the reason. Trying again does not help. */
public final class UnreadableImageException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableImageException(String file, String reason, @Nullable Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
