package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.export.ExportPlan;
import io.protolab.platform.export.ExportRequest;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.workflow.ExportActivities;
import io.protolab.platform.workflow.ExportWorkflow;
import io.protolab.platform.workflow.RegistryActivities;
import io.temporal.failure.TemporalFailure;
import java.util.List;

/** One request about a complete trial: make what is missing, record it, and register it if asked to. */
public final class ExportWorkflowImpl implements ExportWorkflow {
    private final RegistryActivities registry = ActivityPolicies.registry();

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
            ExportActivities exports = ActivityPolicies.exports(new Recovery(() -> false, new Listener(request)));
            List<Artifact> files = exports.export(plan.input(), request.part(), plan.missing());
            registry.exported(request.trialId(), request.part(), files);
        }
        if (request.modelName() != null) {
            registry.modelRegistered(request.trialId(), request.modelName());
        }
    }

    /** Who waits for the export asks whether it is there; the trial says why it is not yet. */
    private final class Listener implements Recovery.Audience {
        private final ExportRequest request;

        Listener(ExportRequest request) {
            this.request = request;
        }

        @Override
        public void failed(String story) {
            registry.eventHappened(request.trialId(), EventKinds.RECOVERY, story);
        }

        @Override
        public void waits(String reason) {
            registry.eventHappened(request.trialId(), EventKinds.EXPORT, "waits: " + reason);
        }

        @Override
        public void goesOn(String reason) {}
    }
}
