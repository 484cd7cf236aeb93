package io.protolab.platform.http;

import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.protolab.platform.registry.Outbox;
import java.util.List;

/** What MLflow does not have yet, and another try of what it refused. */
final class DeliveryRoutes {
    private final Outbox outbox;

    DeliveryRoutes(Outbox outbox) {
        this.outbox = outbox;
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(
                        "/api/v1/deliveries",
                        "Sweeps and trials that MLflow does not have all of, the longest waiting first",
                        Outbox.Undelivered.class,
                        ctx -> ctx.json(outbox.undelivered())),
                Operation.post(
                        "/api/v1/deliveries/{id}/retry",
                        "Try again to deliver what MLflow refused of a sweep or trial",
                        null,
                        Retried.class,
                        this::retry));
    }

    /**
     * Answer of a retry.
     *
     * @param writes that MLflow had refused and will be offered again
     */
    record Retried(String subject, int writes) {}

    private void retry(Context ctx) {
        String subject = ctx.pathParam("id");
        int writes = outbox.revive(subject);
        if (writes == 0) {
            throw new ConflictResponse(
                    "MLflow refused nothing of '" + subject + "'; GET /api/v1/deliveries lists what is not delivered");
        }
        ctx.json(new Retried(subject, writes));
    }
}
