package io.protolab.gpu.training;

import java.io.IOException;
import java.nio.file.Path;

/** A later attempt has begun: this one leaves everything to it. */
public final class SupersededException extends IOException {
    private static final long serialVersionUID = 1L;

    SupersededException(Path trial, int attempt, String later) {
        super("attempt " + attempt + " of the training in " + trial + " is over: " + later);
    }
}
