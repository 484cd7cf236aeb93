/**
 * The losses of ProtoS-ViT: pure functions of a forward pass, each with its formula. The total is a weighted sum of named
 * terms, and those names are the curves that users see.
 */
@NullMarked
package io.protolab.gpu.loss;

import org.jspecify.annotations.NullMarked;
