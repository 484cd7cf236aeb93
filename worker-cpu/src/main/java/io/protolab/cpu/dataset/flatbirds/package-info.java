/**
 * FlatBirds: a synthetic dataset of birds whose five parts decide the class, drawn with Java2D from a seed.
 *
 * <p>A scene is a pure function of seed, split and index; a picture and its part map are pure functions of a scene; the
 * files have the layout of the FunnyBirds archive, so that one reader serves both.
 */
@NullMarked
package io.protolab.cpu.dataset.flatbirds;

import org.jspecify.annotations.NullMarked;
