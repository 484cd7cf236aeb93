package io.protolab.standalone;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;

/**
 * Lets any worker have the next task of a workflow, not only the one that remembers it. Temporal gives up on a worker that does not fetch
 * such a task within seconds; its in-memory server never does, so that a killed worker would take its workflows with it. The price is
 * that a workflow is replayed at each task.
 */
final class SharedWorkflowTasks implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            @SuppressWarnings("unchecked") // a message is replaced by one of its own type
            public void onMessage(Q message) {
                super.onMessage(
                        message instanceof RespondWorkflowTaskCompletedRequest completed
                                ? (Q) completed.toBuilder()
                                        .clearStickyAttributes()
                                        .build()
                                : message);
            }
        };
    }
}
