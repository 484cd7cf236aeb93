/**
 * Training of a prototype head on the patch tokens of a frozen backbone. Everything that happens is a function of the plan
 * and its seed: order of images, dropout, initial values. So a training that was killed continues from its last checkpoint
 * to the same bits.
 */
@NullMarked
package io.protolab.gpu.training;

import org.jspecify.annotations.NullMarked;
