package io.protolab.platform.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.RegistryException;
import io.protolab.platform.workflow.SweepClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Health of the parts, asked for real: a query of the registry, a call to Temporal. */
final class HealthRoutes {
    private final Outbox outbox;
    private final SweepClient sweeps;
    private final Map<String, String> addresses;

    HealthRoutes(Outbox outbox, SweepClient sweeps, Map<String, String> addresses) {
        this.outbox = outbox;
        this.sweeps = sweeps;
        this.addresses = new TreeMap<>(addresses);
    }

    List<Operation> operations() {
        return List.of(Operation.get(
                "/api/v1/health",
                "Whether the platform can work, and where its parts are",
                Health.class,
                this::health));
    }

    private void health(Context ctx) {
        Map<String, String> parts = new TreeMap<>();
        boolean registry = true;
        try {
            Outbox.Backlog backlog = outbox.backlog();
            parts.put("registry", "ok");
            parts.put(
                    "mlflow outbox",
                    backlog.pending() + " rows to deliver, " + backlog.parked() + " parked, oldest "
                            + backlog.oldest().toSeconds() + " s");
        } catch (RegistryException e) {
            registry = false;
            parts.put("registry", "does not answer: " + e.getMessage());
        }
        boolean temporal = sweeps.reachable();
        parts.put("temporal", temporal ? "ok" : "does not answer");
        boolean ok = registry && temporal;
        ctx.status(ok ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
        ctx.json(new Health(ok ? "ok" : "degraded", parts, addresses));
    }
}
