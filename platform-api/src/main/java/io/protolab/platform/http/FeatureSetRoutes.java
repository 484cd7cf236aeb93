package io.protolab.platform.http;

import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.protolab.platform.registry.FeatureSetRecord;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.workflow.SweepClient;
import java.util.List;

/** Patch tokens on the volume of the GPU workers: what there is, and how to get rid of it. */
final class FeatureSetRoutes {
    private final Registry registry;
    private final SweepClient sweeps;

    FeatureSetRoutes(Registry registry, SweepClient sweeps) {
        this.registry = registry;
        this.sweeps = sweeps;
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(
                        "/api/v1/feature-sets",
                        "Feature sets, least recently used first",
                        FeatureSetRecord.class,
                        ctx -> ctx.json(registry.featureSets())),
                Operation.post(
                                "/api/v1/feature-sets/{key}/evict",
                                "Delete a feature set that no open sweep uses; a sweep that wants it builds it again",
                                null,
                                FeatureSetRecord.class,
                                this::evict)
                        .answering(HttpStatus.ACCEPTED));
    }

    private void evict(Context ctx) {
        String key = ctx.pathParam("key");
        FeatureSetRecord set = registry.featureSets().stream()
                .filter(known -> known.key().equals(key))
                .findFirst()
                .orElseThrow(() ->
                        new NotFoundResponse("no feature set '" + key + "'; GET /api/v1/feature-sets lists them"));
        if (set.inUse()) {
            throw new ConflictResponse(
                    "feature set " + key + " is in use by an open sweep; wait for its end, or cancel it");
        }
        sweeps.evictFeatures(key);
        ctx.status(HttpStatus.ACCEPTED);
        ctx.json(set);
    }
}
