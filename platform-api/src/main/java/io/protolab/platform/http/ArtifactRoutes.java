package io.protolab.platform.http;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The bytes behind an artifact. */
final class ArtifactRoutes {
    private final Registry registry;
    private final ArtifactStore store;

    ArtifactRoutes(Registry registry, ArtifactStore store) {
        this.registry = registry;
        this.store = store;
    }

    List<Operation> operations() {
        return List.of(Operation.file(
                "/api/v1/artifacts/{sha256}", "Content of an artifact, its checksum verified", this::content));
    }

    private void content(Context ctx) throws IOException {
        String sha256 = ctx.pathParam("sha256");
        ArtifactRecord found = registry.findArtifact(sha256)
                .orElseThrow(() -> new NotFoundResponse("no artifact with sha256 '" + sha256
                        + "'; GET /api/v1/trials/{id}/artifacts lists those of a trial"));
        Path file = store.fetch(found.artifact());
        ctx.contentType(found.artifact().mediaType());
        ctx.header("Content-Length", Long.toString(found.artifact().size()));
        ctx.header("ETag", '"' + sha256 + '"');
        ctx.result(Files.newInputStream(file));
    }
}
