/**
 * What processes read from their environment, under names they all agree on.
 *
 * <p>Every fault is reported at once; an unknown {@code PROTOLAB_} variable is one.
 */
@NullMarked
package io.protolab.platform.config;

import org.jspecify.annotations.NullMarked;
