package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import io.temporal.api.command.v1.Command;
import io.temporal.api.command.v1.RequestCancelActivityTaskCommandAttributes;
import io.temporal.api.command.v1.ScheduleActivityTaskCommandAttributes;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plays the worker by hand, so that an activity ends exactly while a workflow task is under way that cancels it. */
@Timeout(30)
class CompletionGuardTest {
    private static final String NAMESPACE = "default";
    private static final TaskQueue QUEUE = TaskQueue.newBuilder().setName("q").build();
    private static final WorkflowExecution WORKFLOW =
            WorkflowExecution.newBuilder().setWorkflowId("w").build();

    private final LocalTemporal server = LocalTemporal.start(null);
    private final WorkflowServiceStubs client = WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(server.address()).build());
    private final WorkflowServiceBlockingStub temporal = client.blockingStub();

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    @Test
    void hasTheTaskDecidedAgain_whenTheActivityItCancelsHasEnded() {
        PollActivityTaskQueueResponse activity = runningActivity();
        PollWorkflowTaskQueueResponse task = nextTask();
        complete(activity);

        assertThatThrownBy(() -> respond(task, cancelOfTheActivity())).hasMessageContaining("UnhandledCommand");
        assertThat(nextTask().getHistory().getEventsList())
                .extracting(HistoryEvent::getEventType)
                .contains(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
    }

    @Test
    void letsATaskCancelAnActivityThatRuns() {
        runningActivity();

        respond(nextTask(), cancelOfTheActivity());

        temporal.signalWorkflowExecution(signal());
        assertThat(nextTask().getHistory().getEventsList())
                .extracting(HistoryEvent::getEventType)
                .contains(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED);
    }

    @Test
    void letsATaskThatCancelsNothingPass_whenAnActivityHasEnded() {
        PollActivityTaskQueueResponse activity = runningActivity();
        PollWorkflowTaskQueueResponse task = nextTask();
        complete(activity);

        respond(task);

        assertThat(nextTask().getHistory().getEventsList())
                .extracting(HistoryEvent::getEventType)
                .contains(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
    }

    /** A workflow with one activity under way and a signal that it has not seen. */
    private PollActivityTaskQueueResponse runningActivity() {
        temporal.startWorkflowExecution(StartWorkflowExecutionRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setRequestId("start")
                .setWorkflowId(WORKFLOW.getWorkflowId())
                .setWorkflowType(WorkflowType.newBuilder().setName("W"))
                .setTaskQueue(QUEUE)
                .build());
        respond(nextTask(), activity());
        PollActivityTaskQueueResponse activity =
                temporal.pollActivityTaskQueue(PollActivityTaskQueueRequest.newBuilder()
                        .setNamespace(NAMESPACE)
                        .setTaskQueue(QUEUE)
                        .build());
        temporal.signalWorkflowExecution(signal());
        return activity;
    }

    private static SignalWorkflowExecutionRequest signal() {
        return SignalWorkflowExecutionRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setWorkflowExecution(WORKFLOW)
                .setSignalName("pause")
                .build();
    }

    private PollWorkflowTaskQueueResponse nextTask() {
        return temporal.pollWorkflowTaskQueue(PollWorkflowTaskQueueRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setTaskQueue(QUEUE)
                .build());
    }

    private void complete(PollActivityTaskQueueResponse activity) {
        temporal.respondActivityTaskCompleted(RespondActivityTaskCompletedRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setTaskToken(activity.getTaskToken())
                .build());
    }

    private void respond(PollWorkflowTaskQueueResponse task, Command... commands) {
        temporal.respondWorkflowTaskCompleted(RespondWorkflowTaskCompletedRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setTaskToken(task.getTaskToken())
                .addAllCommands(List.of(commands))
                .build());
    }

    private static Command activity() {
        return Command.newBuilder()
                .setCommandType(CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK)
                .setScheduleActivityTaskCommandAttributes(ScheduleActivityTaskCommandAttributes.newBuilder()
                        .setActivityId("a")
                        .setActivityType(ActivityType.newBuilder().setName("Train"))
                        .setTaskQueue(QUEUE)
                        .setStartToCloseTimeout(Duration.newBuilder().setSeconds(60)))
                .build();
    }

    /** The activity is scheduled by the fifth event: started, task scheduled, started, completed. */
    private static Command cancelOfTheActivity() {
        return Command.newBuilder()
                .setCommandType(CommandType.COMMAND_TYPE_REQUEST_CANCEL_ACTIVITY_TASK)
                .setRequestCancelActivityTaskCommandAttributes(
                        RequestCancelActivityTaskCommandAttributes.newBuilder().setScheduledEventId(5))
                .build();
    }
}
