/**
 * ProtoS-ViT in the order of the paper's figure: image, patch embedding, transformer blocks, patch tokens; then
 * projection, prototypes, similarity maps, prototype scores, class weights, logits. A class per box; a line that
 * changes a shape ends with the new shape (Turbé, Bjelogrlic, Mengaldo, Lovis, arXiv 2406.10025).
 */
@NullMarked
package io.protolab.gpu.model;

import org.jspecify.annotations.NullMarked;
