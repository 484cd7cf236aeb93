package io.protolab.gpu.activity;

import io.protolab.gpu.export.TrialExport;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.workflow.ExportActivities;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A trained trial to files that other programs load. */
public final class ExportActivitiesImpl implements ExportActivities {
    private final TrialExport export;
    private final Draining draining;

    public ExportActivitiesImpl(TrialExport export, Draining draining) {
        this.export = export;
        this.draining = draining;
    }

    @Override
    public List<Artifact> exportStandard(ExportInput trial) {
        return Failures.translated(() ->
                export(trial, TrialExport.standardParts(trial.spec().backbone()), List.of(ExportFormat.values())));
    }

    @Override
    public List<Artifact> export(ExportInput trial, ExportPart part, List<ExportFormat> formats) {
        return Failures.translated(() -> export(trial, List.of(part), formats));
    }

    private List<Artifact> export(ExportInput trial, List<ExportPart> parts, List<ExportFormat> formats)
            throws IOException {
        String doing = "export";
        List<Artifact> files = new ArrayList<>();
        try (Pulse pulse = Pulse.start(Activity.getExecutionContext(), draining, doing, () -> {})) {
            for (ExportPart part : parts) {
                pulse.stopIfRequested();
                files.addAll(export.export(trial, part, formats));
                pulse.reached(Heartbeat.at(doing, files.size(), files.size()));
            }
        }
        return files;
    }
}
