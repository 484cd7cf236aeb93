/**
 * A trained trial as files that run without this platform: TorchScript and ONNX, the whole model or the head alone. The forward pass is
 * described once, an operation at a time, to a {@link io.protolab.gpu.export.GraphWriter}; each format is one such writer, and a file
 * counts as exported once its own runtime gives the logits that we give.
 */
@NullMarked
package io.protolab.gpu.export;

import org.jspecify.annotations.NullMarked;
