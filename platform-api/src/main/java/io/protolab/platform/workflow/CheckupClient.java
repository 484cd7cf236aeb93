package io.protolab.platform.workflow;

import io.grpc.StatusRuntimeException;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has workers examine what only they reach. Thread-safe. */
public final class CheckupClient {
    /** A CPU worker answers in milliseconds, and in seconds where the same cores train. */
    private static final Duration ATTENDANCE = Duration.ofSeconds(10);

    /** Shorter than a person's client waits. */
    private static final Duration LONGEST_CHECKUP = Duration.ofSeconds(40);

    /** Deleting terabytes goes on while nobody waits any more. */
    private static final Duration LONGEST_MENDING = Duration.ofMinutes(30);

    private final WorkflowClient temporal;
    private final ShortCalls starts = new ShortCalls(ShortCalls.LONGEST_ANSWER);
    private final ShortCalls attendance;

    public CheckupClient(WorkflowClient temporal) {
        this(temporal, ATTENDANCE);
    }

    CheckupClient(WorkflowClient temporal, Duration longestAttendance) {
        this.temporal = temporal;
        attendance = new ShortCalls(longestAttendance);
    }

    /**
     * What workers find, mended if that is wanted; that there are none is a finding.
     *
     * @throws TemporalUnavailableException if Temporal does not answer soon
     */
    public List<Finding> examine(boolean mend) throws InterruptedException {
        CheckupWorkflow checkup = temporal.newWorkflowStub(
                CheckupWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.checkup(UUID.randomUUID().toString()))
                        .setTaskQueue(TaskQueues.CPU)
                        .setWorkflowExecutionTimeout(LONGEST_MENDING)
                        .build());
        starts.ask(() -> WorkflowClient.start(checkup::examine, mend));
        WorkflowStub running = WorkflowStub.fromTyped(checkup);
        try {
            boolean unused = attendance.answer(checkup::attended);
        } catch (WorkflowException | StatusRuntimeException absent) {
            starts.ask(() -> running.terminate("no CPU worker answered"));
            return List.of(Finding.forAPerson(
                    ExaminedSystem.MLFLOW,
                    "cpu worker",
                    "no CPU worker answers, so that neither MLflow nor the volumes were examined",
                    "nobody took the examination from queue " + TaskQueues.CPU,
                    "start a CPU worker, or see its log; then 'protolab doctor' again"));
        }
        return result(running);
    }

    private static List<Finding> result(WorkflowStub running) throws InterruptedException {
        try {
            return List.of(running.getResult(LONGEST_CHECKUP.toSeconds(), TimeUnit.SECONDS, Finding[].class));
        } catch (TimeoutException late) {
            return List.of(unfinished("it goes on for at most " + LONGEST_MENDING.toMinutes() + " minutes"));
        } catch (WorkflowException failed) {
            return List.of(unfinished(String.valueOf(failed.getMessage())));
        }
    }

    private static Finding unfinished(String reason) {
        return Finding.forAPerson(
                ExaminedSystem.VOLUMES,
                "cpu worker",
                "the examination of MLflow and the volumes did not end in time",
                reason,
                "'protolab doctor' again in a while");
    }
}
