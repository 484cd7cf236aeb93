package io.protolab.platform.workflow;

import io.protolab.platform.dataset.PreparedDataset;

/** A requirement and what meets it. */
public record PreparedInput(Requirement requirement, PreparedDataset dataset, FeatureSet features) {}
