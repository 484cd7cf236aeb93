package io.protolab.platform.export;

import io.protolab.platform.artifact.Artifact;
import java.util.List;

/**
 * Where a request is.
 *
 * @param problem why it failed, and what to do; empty otherwise
 * @param files that the registry has for it, once it is complete
 */
public record ExportStatus(State state, String problem, List<Artifact> files) {
    /** Of a request. */
    public enum State {
        RUNNING,
        COMPLETE,
        FAILED
    }

    public ExportStatus {
        files = List.copyOf(files);
    }

    public static ExportStatus running() {
        return new ExportStatus(State.RUNNING, "", List.of());
    }

    public static ExportStatus complete(List<Artifact> files) {
        return new ExportStatus(State.COMPLETE, "", files);
    }

    public static ExportStatus failed(String problem) {
        return new ExportStatus(State.FAILED, problem, List.of());
    }
}
