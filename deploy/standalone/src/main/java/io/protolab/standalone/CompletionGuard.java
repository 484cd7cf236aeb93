package io.protolab.standalone;

import com.google.protobuf.ByteString;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the end of an activity that meets a request to cancel it. The in-memory server takes the end while a workflow task is
 * under way, fails on that task's request to cancel what is no longer there, and forgets both: the workflow stands still for
 * ever. So a task that cancels although an activity of its workflow has ended meanwhile is given back, and decided again with
 * that end in view. Thread-safe.
 */
final class CompletionGuard implements ServerInterceptor {
    private final WorkflowServiceImplBase temporal;

    /** Workflow runs of which an activity ended since their last workflow task. */
    private final Set<String> ended = new HashSet<>();

    CompletionGuard(WorkflowServiceImplBase temporal) {
        this.temporal = temporal;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ServerCall.Listener<Q> service = next.startCall(call, headers);
        String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        return method.startsWith("Respond") ? new Answer<>(call, service) : service;
    }

    /** The service works in {@code onHalfClose}, so that under one lock no end can slip between the look and the deed. */
    private synchronized <Q> void pass(Q request, ServerCall<Q, ?> call, Runnable service) {
        if (request instanceof RespondWorkflowTaskCompletedRequest task
                && ended.remove(run(task.getTaskToken()))
                && cancelsActivity(task)) {
            giveBack(task);
            call.close(Status.INVALID_ARGUMENT.withDescription("UnhandledCommand"), new Metadata());
            return;
        }
        if (request instanceof RespondActivityTaskCompletedRequest end) {
            ended.add(run(end.getTaskToken()));
        } else if (request instanceof RespondActivityTaskFailedRequest end) {
            ended.add(run(end.getTaskToken()));
        } else if (request instanceof RespondActivityTaskCanceledRequest end) {
            ended.add(run(end.getTaskToken()));
        }
        service.run();
    }

    private static boolean cancelsActivity(RespondWorkflowTaskCompletedRequest task) {
        return task.getCommandsList().stream()
                .anyMatch(command -> command.getCommandType() == CommandType.COMMAND_TYPE_REQUEST_CANCEL_ACTIVITY_TASK);
    }

    private void giveBack(RespondWorkflowTaskCompletedRequest task) {
        temporal.respondWorkflowTaskFailed(
                RespondWorkflowTaskFailedRequest.newBuilder()
                        .setTaskToken(task.getTaskToken())
                        .setNamespace(task.getNamespace())
                        .setIdentity(task.getIdentity())
                        .setCause(WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND)
                        .build(),
                new Unheard());
    }

    /** Tokens of this server begin with namespace, workflow id and run id. */
    private static String run(ByteString token) {
        try (DataInputStream in = new DataInputStream(token.newInput())) {
            return in.readUTF() + '\n' + in.readUTF() + '\n' + in.readUTF();
        } catch (IOException e) {
            throw new UncheckedIOException("a task token of another server", e);
        }
    }

    /** Holds the one message of a call back until it is complete. */
    private final class Answer<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;
        private @Nullable Q request;

        Answer(ServerCall<Q, ?> call, ServerCall.Listener<Q> service) {
            super(service);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            request = message;
            super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
            if (request != null) {
                pass(request, call, super::onHalfClose);
            }
        }
    }

    /** The task is given back by us; its worker learns it as the failure of its own call. */
    private static final class Unheard implements StreamObserver<RespondWorkflowTaskFailedResponse> {
        @Override
        public void onNext(RespondWorkflowTaskFailedResponse answer) {}

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {}
    }
}
