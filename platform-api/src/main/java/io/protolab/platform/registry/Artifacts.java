package io.protolab.platform.registry;

import java.util.List;

/** A recorded name keeps its content. */
final class Artifacts {
    private Artifacts() {}

    /** @throws RegistryException if a name is recorded with another content than asked for now */
    static void requireSame(List<ArtifactRecord> recorded, List<ArtifactRecord> asked) {
        for (ArtifactRecord known : recorded) {
            for (ArtifactRecord again : asked) {
                if (known.owner().equals(again.owner())
                        && known.artifact().name().equals(again.artifact().name())
                        && !known.artifact().sha256().equals(again.artifact().sha256())) {
                    throw new RegistryException("artifact " + again.artifact().name() + " of " + again.owner()
                            + " is recorded with sha256 " + known.artifact().sha256() + " and cannot become "
                            + again.artifact().sha256() + "; give the new content another name");
                }
            }
        }
    }
}
