/**
 * What workflows make true in the registry, together with what MLflow must learn of it.
 *
 * <p>Every call may come twice: Temporal repeats what it is not sure of.
 */
@NullMarked
package io.protolab.cpu.registry;

import org.jspecify.annotations.NullMarked;
