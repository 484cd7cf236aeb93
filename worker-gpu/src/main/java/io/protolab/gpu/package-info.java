/**
 * The GPU worker: images in, evidence out. {@link io.protolab.gpu.GpuWorker} wires its parts; it holds no database password and no
 * MLflow address.
 */
@NullMarked
package io.protolab.gpu;

import org.jspecify.annotations.NullMarked;
