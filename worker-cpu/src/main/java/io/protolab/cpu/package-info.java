/**
 * The process that turns evidence into numbers: it runs the workflows and everything that needs no accelerator.
 *
 * <p>{@code CpuWorker} lists its parts.
 */
@NullMarked
package io.protolab.cpu;

import org.jspecify.annotations.NullMarked;
