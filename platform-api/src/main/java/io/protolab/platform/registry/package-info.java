/**
 * The record of everything: experiments, sweeps, trials, attempts, numbers, files, and what MLflow must still learn.
 *
 * <p>PostgreSQL is the only truth; Temporal and MLflow can be lost and rebuilt from here.
 */
@NullMarked
package io.protolab.platform.registry;

import org.jspecify.annotations.NullMarked;
