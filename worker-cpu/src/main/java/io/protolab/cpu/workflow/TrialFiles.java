package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.workflow.Measurement;
import io.protolab.platform.workflow.TrainedHead;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Everything a complete trial leaves behind. */
final class TrialFiles {
    private TrialFiles() {}

    static TrialResult result(
            TrainedHead head,
            Evidence evidence,
            Measurement measurement,
            List<Artifact> pictures,
            List<Artifact> exported) {
        List<Artifact> artifacts = Stream.concat(
                        Stream.of(
                                        head.head(),
                                        head.epochLog(),
                                        evidence.predictions(),
                                        evidence.explanations(),
                                        evidence.noisyExplanations(),
                                        evidence.deletions(),
                                        evidence.prototypes(),
                                        measurement.report())
                                .filter(Objects::nonNull),
                        Stream.concat(pictures.stream(), exported.stream()))
                .toList();
        return new TrialResult(measurement.metrics(), artifacts, head.provenance());
    }
}
