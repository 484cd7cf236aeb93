/**
 * From a folder of images to a checked manifest: one reader per layout, each image decoded once.
 *
 * <p>What cannot be read is listed with its reason; nothing is dropped in silence.
 */
@NullMarked
package io.protolab.cpu.dataset;

import org.jspecify.annotations.NullMarked;
