package io.protolab.platform.http;

import java.util.Map;

/**
 * Whether the platform can work.
 *
 * @param status {@code ok}, or {@code degraded} if a part does not answer
 * @param parts state of each part that the API server can judge, in words
 * @param addresses where each part is, as far as the API server was told, and itself under the name that the caller used; in a
 *     standalone process also the data directory, as {@code data}
 */
public record Health(String status, Map<String, String> parts, Map<String, String> addresses) {}
