package io.protolab.platform.http;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialLedger;
import io.protolab.platform.registry.TrialRecord;
import java.util.List;

/** Trials and everything they leave behind. */
final class TrialRoutes {
    private final Registry registry;

    TrialRoutes(Registry registry) {
        this.registry = registry;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/api/v1/trials/{id}", "A trial with its final metrics", TrialRecord.class, this::show),
                Operation.list(
                        "/api/v1/trials/{id}/epochs",
                        "Losses and accuracies by epoch",
                        EpochMetrics.class,
                        ctx -> ctx.json(registry.epochs(find(ctx).id()))),
                Operation.list(
                        "/api/v1/trials/{id}/attempts",
                        "Every try of its training",
                        AttemptRecord.class,
                        ctx -> ctx.json(registry.attempts(find(ctx).id()))),
                Operation.get(
                        "/api/v1/trials/{id}/ledger",
                        "Every attempt and event, and the story that they tell in words",
                        TrialLedger.class,
                        this::ledger),
                Operation.list(
                        "/api/v1/trials/{id}/prototypes",
                        "Prototypes with class weights, usage and top patches",
                        PrototypeCatalogue.Prototype.class,
                        ctx -> ctx.json(registry.prototypes(find(ctx).id()))),
                Operation.list(
                        "/api/v1/trials/{id}/artifacts",
                        "Files with checksum and location",
                        ArtifactRecord.class,
                        ctx -> ctx.json(registry.artifacts(find(ctx).id()))),
                Operation.list(
                        "/api/v1/trials/{id}/events",
                        "What happened, oldest first",
                        EventRecord.class,
                        ctx -> ctx.json(registry.events(find(ctx).id()))));
    }

    private void show(Context ctx) {
        ctx.json(find(ctx));
    }

    private void ledger(Context ctx) {
        TrialRecord trial = find(ctx);
        SweepRecord sweep = registry.findSweep(trial.sweepId()).orElseThrow();
        ctx.json(TrialLedger.of(trial, sweep.createdAt(), registry.attempts(trial.id()), registry.events(trial.id())));
    }

    private TrialRecord find(Context ctx) {
        String id = ctx.pathParam("id");
        return registry.findTrial(id).orElseThrow(() -> unknown(id));
    }

    static NotFoundResponse unknown(String id) {
        return new NotFoundResponse("no trial '" + id
                + "'; 'protolab show SWEEP' and GET /api/v1/sweeps/{id}/trials list those of a sweep");
    }
}
