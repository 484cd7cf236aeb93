/** Tests of what MLflow is told. */
@NullMarked
package io.protolab.cpu.tracking;

import org.jspecify.annotations.NullMarked;
