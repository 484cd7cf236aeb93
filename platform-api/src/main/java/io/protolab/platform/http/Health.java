package io.protolab.platform.http;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whether the platform can work.
 *
 * @param status {@code ok}, or {@code degraded} if a part does not answer
 * @param parts state of each part that the API server can judge, in words
 * @param addresses where each part is, as far as the API server was told, and itself under the name that the caller used; in a
 *     standalone process also the data directory, as {@code data}
 * @param lacking what the Temporal server does not offer, a sentence each that also says what serves instead; empty as well while it
 *     does not answer
 */
public record Health(String status, Map<String, String> parts, Map<String, String> addresses, List<String> lacking) {
    public Health {
        lacking = List.copyOf(Objects.requireNonNullElse(lacking, List.of())); // an older API server does not tell
    }
}
