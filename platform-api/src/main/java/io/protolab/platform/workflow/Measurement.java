package io.protolab.platform.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.experiment.Metrics;

/**
 * What the CPU worker made of the evidence.
 *
 * @param report JSON with the per-class table, the confusion matrix and everything behind the numbers
 */
public record Measurement(Metrics metrics, Artifact report) {}
