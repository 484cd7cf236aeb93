package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.export.ExportPlan;
import io.protolab.platform.export.ExportRequest;
import io.protolab.platform.workflow.ExportActivities;
import io.protolab.platform.workflow.ExportWorkflow;
import io.protolab.platform.workflow.RegistryActivities;
import io.temporal.failure.TemporalFailure;
import java.util.List;

/** One request about a complete trial: make what is missing, record it, and register it if asked to. */
public final class ExportWorkflowImpl implements ExportWorkflow {
    private final RegistryActivities registry = ActivityPolicies.registry();
    private final ExportActivities exports = ActivityPolicies.exports();

    @Override
    public String run(ExportRequest request) {
        try {
            tell(request);
            return "";
        } catch (TemporalFailure failure) {
            if (FailureReason.isCancellation(failure)) {
                throw failure;
            }
            return FailureReason.of(failure);
        }
    }

    private void tell(ExportRequest request) {
        ExportPlan plan = registry.exportPlanned(request);
        if (!plan.missing().isEmpty()) {
            List<Artifact> files = exports.export(plan.input(), request.part(), plan.missing());
            registry.exported(request.trialId(), request.part(), files);
        }
        if (request.modelName() != null) {
            registry.modelRegistered(request.trialId(), request.modelName());
        }
    }
}
