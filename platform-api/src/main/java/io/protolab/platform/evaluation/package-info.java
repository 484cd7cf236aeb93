/**
 * The evidence a trained model leaves behind: files the GPU worker writes and the CPU worker turns into numbers.
 *
 * <p>Every file is a safetensors file, so that any language reads it.
 */
@NullMarked
package io.protolab.platform.evaluation;

import org.jspecify.annotations.NullMarked;
