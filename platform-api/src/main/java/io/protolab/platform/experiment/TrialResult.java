package io.protolab.platform.experiment;

import io.protolab.platform.artifact.Artifact;
import java.util.List;

/** What a complete trial ends with. */
public record TrialResult(Metrics metrics, List<Artifact> artifacts, Provenance provenance) {
    public TrialResult {
        artifacts = List.copyOf(artifacts);
    }
}
