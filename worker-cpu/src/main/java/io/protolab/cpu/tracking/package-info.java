/**
 * What MLflow shows, as a derived and repeatable view of the registry.
 *
 * <p>Messages are written to the outbox with the change that caused them and delivered later, in order, exactly once.
 */
@NullMarked
package io.protolab.cpu.tracking;

import org.jspecify.annotations.NullMarked;
