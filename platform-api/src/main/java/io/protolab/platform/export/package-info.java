/**
 * The words of an export: which part of a trained trial becomes a file, in which format, and what came of it. They travel between the
 * command line, the API and the GPU worker, which alone knows how such a file is made.
 */
@NullMarked
package io.protolab.platform.export;

import org.jspecify.annotations.NullMarked;
