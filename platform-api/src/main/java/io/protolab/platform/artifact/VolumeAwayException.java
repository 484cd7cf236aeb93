package io.protolab.platform.artifact;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A directory that was there is not: its volume is unmounted. The same call succeeds as soon as it is back. */
public final class VolumeAwayException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Of what is known by a name.
     *
     * @param name such as {@code the volume work}
     * @param sign that it is away
     */
    public VolumeAwayException(String name, Path root, String sign, @Nullable IOException cause) {
        super(name + " at " + root + " is away: " + sign + "; mount it, and the work goes on by itself", cause);
    }
}
