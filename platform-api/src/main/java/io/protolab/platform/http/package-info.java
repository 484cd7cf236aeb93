/**
 * The HTTP API: parse, delegate, render.
 *
 * <p>Knows the registry and the Temporal client; every error body says what was wrong and what to do next.
 */
@NullMarked
package io.protolab.platform.http;

import org.jspecify.annotations.NullMarked;
