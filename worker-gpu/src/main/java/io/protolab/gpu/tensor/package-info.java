/**
 * Tensors on DJL's PyTorch engine, behind one facade. The engine's classes appear in no other package, so the
 * binding could be replaced here alone. Memory is owned by scopes, gradients are recorded only where a block
 * says so, and every random number comes from a seed of ours.
 */
@NullMarked
package io.protolab.gpu.tensor;

import org.jspecify.annotations.NullMarked;
