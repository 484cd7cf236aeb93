/**
 * From image files to the numbers a backbone expects, bit for bit as Pillow and torchvision produce them:
 * decoding by content, antialiased resize in 8-bit arithmetic, normalisation. {@link io.protolab.gpu.image.ManifestImages} applies it
 * to the rows of a dataset and refuses files that changed since they were prepared.
 */
@NullMarked
package io.protolab.gpu.image;

import org.jspecify.annotations.NullMarked;
