/**
 * The activities of the GPU queue: features, training, evaluation. With the worker's main class the only code here that knows Temporal.
 * An activity leaves a return value, heartbeats and files; finished epochs go to its workflow as signals.
 */
@NullMarked
package io.protolab.gpu.activity;

import org.jspecify.annotations.NullMarked;
