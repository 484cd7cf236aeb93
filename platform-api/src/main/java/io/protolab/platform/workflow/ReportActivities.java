package io.protolab.platform.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.evaluation.Evidence;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Queue {@link TaskQueues#CPU}. */
@ActivityInterface
public interface ReportActivities {
    /** Draws training curves, heat map, prototype gallery and explanation sheets. */
    List<Artifact> render(TrialInput trial, TrainedHead head, Evidence evidence, Measurement measurement);
}
