/**
 * Pre-trains the backbone that ships with the platform: a small vision transformer learns, from an endless supply of rendered scenes,
 * which part of a bird each patch shows and of which variant it is. {@link io.protolab.gpu.pretraining.Pretraining} is the loop,
 * {@link io.protolab.gpu.pretraining.SceneSource} where the scenes come from.
 */
@NullMarked
package io.protolab.gpu.pretraining;

import org.jspecify.annotations.NullMarked;
