/**
 * A trained head over a test split, turned into evidence: predictions, explanations with and without noise on the input, answers to removed
 * parts, and where each prototype fires. {@link io.protolab.gpu.evaluation.Evaluator} runs it; nothing is judged here.
 */
@NullMarked
package io.protolab.gpu.evaluation;

import org.jspecify.annotations.NullMarked;
