package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.workflow.Executions;
import io.protolab.platform.workflow.Executions.Execution;
import io.protolab.platform.workflow.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import java.time.Duration;
import java.util.List;

/** A workflow that no worker works on, and how a Temporal server speaks of it. */
final class ForgottenWorkflow {
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private ForgottenWorkflow() {}

    static void start(TemporalConnection temporal, String id) {
        var unused = temporal.client()
                .newUntypedWorkflowStub(
                        "Forgotten",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(id)
                                .setTaskQueue("nobody")
                                .build())
                .start();
    }

    static boolean runs(Executions executions, String id) {
        return executions.find(id).filter(Execution::running).isPresent();
    }

    /** Lists are a moment behind. */
    static void awaitListed(Executions executions, List<String> ids) {
        assertThat(Waiting.until(
                        LONGEST_DELAY,
                        Duration.ofMillis(500),
                        () -> executions.running().orElseThrow().stream()
                                .map(Execution::workflowId)
                                .toList()
                                .containsAll(ids)))
                .as("%s", ids)
                .isTrue();
    }

    /** The same client, which has to turn a page after three lines. */
    static WorkflowClient listedThreeAtATime(TemporalConnection temporal) {
        WorkflowClientOptions options = temporal.client().getOptions();
        return WorkflowClient.newInstance(
                temporal.client().getWorkflowServiceStubs(),
                WorkflowClientOptions.newBuilder(options)
                        .setInterceptors(new WorkflowClientInterceptorBase() {
                            @Override
                            public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
                                    WorkflowClientCallsInterceptor next) {
                                return new SmallPages(next);
                            }
                        })
                        .build());
    }

    private static final class SmallPages extends WorkflowClientCallsInterceptorBase {
        private SmallPages(WorkflowClientCallsInterceptor next) {
            super(next);
        }

        @Override
        public ListWorkflowExecutionsOutput listWorkflowExecutions(ListWorkflowExecutionsInput all) {
            return super.listWorkflowExecutions(new ListWorkflowExecutionsInput(all.getQuery(), 3));
        }
    }
}
