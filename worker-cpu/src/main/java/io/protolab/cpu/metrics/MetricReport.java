package io.protolab.cpu.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Everything behind the numbers of one trial, as it is stored beside them.
 *
 * @param shown sizes and accuracy of the importances a reader is shown, threshold 0.1
 * @param all the same at threshold 0
 * @param effectiveLocalSize threshold-free; absent if no image has a positive importance, likewise the global one
 * @param parts absent without part maps
 * @param singleDeletion absent without interventions
 */
record MetricReport(
        PredictiveReport predictive,
        SizeReport shown,
        SizeReport all,
        @Nullable Double effectiveLocalSize,
        @Nullable Double effectiveGlobalSize,
        int activePrototypes,
        @Nullable PartReport parts,
        @Nullable DeletionReport singleDeletion) {}
