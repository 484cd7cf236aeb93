package io.protolab.platform.workflow;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.TrialSpec;

/** Everything one trial needs. */
public record TrialInput(String trialId, TrialSpec spec, PreparedDataset dataset, FeatureSet features) {}
