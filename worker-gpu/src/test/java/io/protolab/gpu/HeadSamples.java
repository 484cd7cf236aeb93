package io.protolab.gpu;

import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import io.protolab.gpu.selftest.GoldenDirectories;
import java.io.IOException;

/** Heads of golden cases. */
public final class HeadSamples {
    private HeadSamples() {}

    /** @param prefix of its parameters among the inputs */
    public static PrototypeHead head(GoldenCase golden, String prefix) throws IOException {
        return GoldenDirectories.head(golden.directory(), prefix);
    }

    public static PatchGrid grid(GoldenCase golden) throws IOException {
        return GoldenDirectories.grid(golden.directory());
    }
}
