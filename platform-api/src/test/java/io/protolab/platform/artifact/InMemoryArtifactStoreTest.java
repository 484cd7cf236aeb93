package io.protolab.platform.artifact;

import org.jspecify.annotations.Nullable;

class InMemoryArtifactStoreTest extends ArtifactStoreContract {
    private @Nullable InMemoryArtifactStore store;

    @Override
    protected ArtifactStore store() {
        if (store == null) {
            store = new InMemoryArtifactStore(directory);
        }
        return store;
    }
}
