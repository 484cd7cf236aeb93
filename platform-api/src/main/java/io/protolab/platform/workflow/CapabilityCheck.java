package io.protolab.platform.workflow;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a Temporal server offers, by asking for it: its version would tell neither what is switched off nor which search attributes
 * its namespace knows. Those that are missing are registered, if the server lets us. Thread-safe.
 */
public final class CapabilityCheck {
    private static final Logger log = LoggerFactory.getLogger(CapabilityCheck.class);

    /** Servers answer few questions about their lists in a second, and what is there seldom goes away. */
    private static final Duration VALID = Duration.ofMinutes(1);

    /** What was just registered is there within seconds. */
    private static final Duration VALID_WHILE_LACKING = Duration.ofSeconds(2);

    /** Finds nothing, and is refused by a server that does not know one of the names. */
    private static final String SEARCH =
            SearchKeys.ALL.stream().map(key -> key.getName() + " = 'none'").collect(Collectors.joining(" and "));

    private final WorkflowClient temporal;
    private final ShortCalls calls;
    private @Nullable ServerCapabilities known;
    private long knownUntil;

    public CapabilityCheck(WorkflowClient temporal) {
        this(temporal, new ShortCalls(ShortCalls.LONGEST_ANSWER));
    }

    CapabilityCheck(WorkflowClient temporal, ShortCalls calls) {
        this.temporal = temporal;
        this.calls = calls;
    }

    /** @throws TemporalUnavailableException if Temporal does not answer soon */
    public synchronized ServerCapabilities ask() {
        if (known == null || System.nanoTime() - knownUntil > 0) {
            try {
                known = calls.answer(this::look);
                Duration valid = known.lacking().isEmpty() ? VALID : VALID_WHILE_LACKING;
                knownUntil = System.nanoTime() + valid.toNanos();
            } catch (StatusRuntimeException silent) {
                boolean busy = silent.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED;
                if (known == null || !busy) {
                    throw new TemporalUnavailableException(silent);
                }
            }
        }
        return known;
    }

    /** Asks in the background, so that what has to be registered is there when it is needed; one that is away is asked again by then. */
    public void begin() {
        Thread thread = new Thread(
                () -> {
                    try {
                        ask().lacking().forEach(lack -> log.info("not on this server: {}", lack));
                    } catch (TemporalUnavailableException away) {
                        log.info("{}", away.getMessage());
                    }
                },
                "capabilities");
        thread.setDaemon(true);
        thread.start();
    }

    private ServerCapabilities look() {
        boolean visibility = offers(() -> list(""));
        boolean searchable = visibility && offers(() -> list(SEARCH));
        if (visibility && !searchable && offers(this::register)) {
            log.info("registered search attributes: {}", SEARCH);
        }
        return new ServerCapabilities(visibility, searchable, offers(this::listSchedules));
    }

    private static boolean offers(Runnable call) {
        try {
            call.run();
            return true;
        } catch (StatusRuntimeException refused) {
            return switch (refused.getStatus().getCode()) {
                case UNIMPLEMENTED, INVALID_ARGUMENT, PERMISSION_DENIED, ALREADY_EXISTS -> false;
                default -> throw refused;
            };
        }
    }

    private void list(String query) {
        var unused = server().listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace(namespace())
                .setPageSize(1)
                .setQuery(query)
                .build());
    }

    private void listSchedules() {
        var unused = server().listSchedules(ListSchedulesRequest.newBuilder()
                .setNamespace(namespace())
                .setMaximumPageSize(1)
                .build());
    }

    /** The server takes them one way or the other within seconds: the next question will show. */
    private void register() {
        AddSearchAttributesRequest.Builder request =
                AddSearchAttributesRequest.newBuilder().setNamespace(namespace());
        SearchKeys.ALL.forEach(key -> request.putSearchAttributes(key.getName(), key.getValueType()));
        var unused = OperatorServiceGrpc.newBlockingStub(
                        temporal.getWorkflowServiceStubs().getRawChannel())
                .addSearchAttributes(request.build());
    }

    private WorkflowServiceBlockingStub server() {
        return temporal.getWorkflowServiceStubs().blockingStub();
    }

    private String namespace() {
        return temporal.getOptions().getNamespace();
    }
}
