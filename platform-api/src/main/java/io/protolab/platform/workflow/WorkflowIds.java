package io.protolab.platform.workflow;

import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportRequest;
import java.util.stream.Collectors;

/** Workflow ids are functions of registry ids, so that starting again joins what runs. */
public final class WorkflowIds {
    private WorkflowIds() {}

    public static String sweep(String sweepId) {
        return "sweep/" + sweepId;
    }

    public static String eviction(String featureKey) {
        return "eviction/" + featureKey;
    }

    public static String trial(String trialId) {
        return "trial/" + trialId;
    }

    public static String export(ExportRequest request) {
        String formats = request.formats().stream().map(ExportFormat::text).collect(Collectors.joining("+"));
        String files = "export/" + request.trialId() + "/" + request.part().text() + "/" + formats;
        return request.modelName() == null ? files : files + "/as/" + request.modelName();
    }
}
