package io.protolab.platform.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.export.ExportPart;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Queue {@link TaskQueues#GPU}. Every file agrees with the trial's own outputs, or the export fails. The same call gives the same files. */
@ActivityInterface
public interface ExportActivities {
    /** What every trial leaves: its head, and the whole model where the backbone is small, in every format. */
    List<Artifact> exportStandard(ExportInput trial);

    /** One part, in these formats. */
    List<Artifact> export(ExportInput trial, ExportPart part, List<ExportFormat> formats);
}
