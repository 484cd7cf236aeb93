/**
 * Patch tokens of a frozen backbone, computed once and kept under a content address: {@link io.protolab.gpu.features.FeatureSets} is the way in,
 * {@link io.protolab.gpu.features.FeatureCache} builds, verifies and evicts, {@link io.protolab.gpu.features.CachedFeatures} reads.
 * Evaluation needs no backbone, because interventions and noisy copies are rows of the same set.
 */
@NullMarked
package io.protolab.gpu.features;

import org.jspecify.annotations.NullMarked;
