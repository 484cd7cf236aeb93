/** The API server: one process that takes sweeps, answers questions, and sees to it that open sweeps run. */
@NullMarked
package io.protolab.platform;

import org.jspecify.annotations.NullMarked;
