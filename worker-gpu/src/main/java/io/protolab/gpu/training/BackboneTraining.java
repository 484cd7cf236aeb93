package io.protolab.gpu.training;

import io.protolab.gpu.model.TransformerCut;

/**
 * How a backbone learns with the head.
 *
 * @param cut above which it does
 * @param learningRateMultiple its learning rate over the head's
 */
public record BackboneTraining(TransformerCut cut, double learningRateMultiple) {}
