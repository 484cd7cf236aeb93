/**
 * Random views of training images as torchvision draws them: a random resized crop, then AugMix (Hendrycks et al., arXiv 1912.02781).
 * What an operator does to pixels is torchvision's tensor arithmetic; what is drawn depends on seed, image and view alone, so that a view
 * is the same whoever computes it, and when. {@link io.protolab.gpu.augment.AugmentedView} is the way in.
 */
@NullMarked
package io.protolab.gpu.augment;

import org.jspecify.annotations.NullMarked;
