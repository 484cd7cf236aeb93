package io.protolab.gpu.activity;

import io.protolab.gpu.export.TrialExport;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.workflow.ExportActivities;
import io.temporal.activity.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A trained trial to files that other programs load. */
public final class ExportActivitiesImpl implements ExportActivities {
    private final TrialExport export;
    private final WorkerLife worker;

    public ExportActivitiesImpl(TrialExport export, WorkerLife worker) {
        this.export = export;
        this.worker = worker;
    }

    @Override
    public List<Artifact> exportStandard(ExportInput trial) {
        return export(trial, () -> TrialExport.standardParts(trial.spec().backbone()), List.of(ExportFormat.values()));
    }

    @Override
    public List<Artifact> export(ExportInput trial, ExportPart part, List<ExportFormat> formats) {
        return export(trial, () -> List.of(part), formats);
    }

    private List<Artifact> export(ExportInput trial, Callable<List<ExportPart>> parts, List<ExportFormat> formats) {
        String doing = "export";
        try (Pulse pulse = Pulse.start(Activity.getExecutionContext(), worker, doing)) {
            return Failures.translated(pulse, () -> {
                List<Artifact> files = new ArrayList<>();
                for (ExportPart part : parts.call()) {
                    files.addAll(export.export(trial, part, formats, pulse.progress(doing + " of the " + part.text())));
                }
                return files;
            });
        }
    }
}
