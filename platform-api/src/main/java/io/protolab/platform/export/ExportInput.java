package io.protolab.platform.export;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.experiment.TrialSpec;

/**
 * What an export needs of a trained trial.
 *
 * @param manifest of the dataset, for the names of its classes
 * @param head safetensors of the trained head
 * @param prototypes what the evaluation found out about the prototypes
 * @param weightsSha256 of the backbone that the head was trained on
 */
public record ExportInput(
        String trialId, TrialSpec spec, Artifact manifest, Artifact head, Artifact prototypes, String weightsSha256) {}
