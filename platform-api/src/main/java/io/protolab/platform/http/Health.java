package io.protolab.platform.http;

import java.util.Map;

/**
 * Whether the platform can work.
 *
 * @param status {@code ok}, or {@code degraded} if a part does not answer
 * @param parts state of each part the API server depends on, in words
 * @param addresses where each part is, as far as the API server was told
 */
public record Health(String status, Map<String, String> parts, Map<String, String> addresses) {}
