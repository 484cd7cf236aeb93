package io.protolab.cpu.metrics;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** From what a function returns to what a report stores. */
final class Optionals {
    private Optionals() {}

    static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
