package io.protolab.platform.workflow;

/** Workflow ids are functions of registry ids, so that starting again joins what runs. */
public final class WorkflowIds {
    private WorkflowIds() {}

    public static String sweep(String sweepId) {
        return "sweep/" + sweepId;
    }

    public static String trial(String trialId) {
        return "trial/" + trialId;
    }
}
