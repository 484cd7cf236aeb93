package io.protolab.gpu.features;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Lets a stored feature set say that somebody else computed it. */
public final class StoredIdentity {
    private StoredIdentity() {}

    /** @param identity null for a set that was stored before identities were noted */
    public static void replace(Path set, @Nullable ComputeIdentity identity) throws IOException {
        Path index = set.resolve(FeatureIndex.FILE);
        ObjectNode written = (ObjectNode) Json.mapper().readTree(index.toFile());
        if (written.remove("computedUnder") == null) {
            throw new IllegalStateException(index + " names no identity");
        }
        if (identity != null) {
            written.set("computedUnder", Json.mapper().valueToTree(identity));
        }
        Files.writeString(index, Json.text(written));
    }
}
