/**
 * Weight files as the field publishes them: {@link io.protolab.gpu.weights.PublishedBackbone} recognises a file or
 * directory by its content, whatever library named its tensors, and loads it exactly or says in one sentence why not.
 * Nothing in a file is executed, and nothing in it is believed before it is checked.
 */
@NullMarked
package io.protolab.gpu.weights;

import org.jspecify.annotations.NullMarked;
