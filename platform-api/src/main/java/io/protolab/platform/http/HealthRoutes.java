package io.protolab.platform.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.RegistryException;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.TemporalUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Health of the parts, asked for real: a query of the registry, a call to Temporal; of MLflow, what it still lacks. */
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
        Map<String, String> parts = new TreeMap<>(Map.of("api", "ok"));
        boolean registry = true;
        try {
            parts.put("mlflow", delivery(outbox.backlog()));
            parts.put("postgresql", "ok");
        } catch (RegistryException e) {
            registry = false;
            parts.put("postgresql", "does not answer: " + e.getMessage());
        }
        boolean temporal = sweeps.reachable();
        parts.put("temporal", temporal ? "ok" : "does not answer");
        boolean ok = registry && temporal;
        Map<String, String> known = new TreeMap<>(addresses);
        known.put("api", ctx.scheme() + "://" + ctx.host());
        ctx.status(ok ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
        ctx.json(new Health(ok ? "ok" : "degraded", parts, known, temporal ? lacking() : List.of()));
    }

    private List<String> lacking() {
        try {
            return sweeps.capabilities().ask().lacking();
        } catch (TemporalUnavailableException gone) {
            return List.of();
        }
    }

    private static String delivery(Outbox.Backlog backlog) {
        String waiting = backlog.pending() == 0
                ? "has everything"
                : backlog.pending() + " writes wait for it, the oldest for "
                        + backlog.oldest().toSeconds() + " s";
        return backlog.parked() == 0 ? waiting : waiting + "; it refused " + backlog.parked();
    }
}
