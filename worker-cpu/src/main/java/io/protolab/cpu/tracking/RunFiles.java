package io.protolab.cpu.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.json.Json;

/**
 * Files of a run. MLflow gets a copy of what people look at, and of small arrays; checkpoints, features and large arrays stay
 * in the artifact store, where their checksums lead.
 */
final class RunFiles {
    /** The whole spec of a trial. */
    static final String TRIAL_SPEC = "config/resolved.json";

    /** The whole spec of a sweep. */
    static final String SWEEP_SPEC = "config/sweep.json";

    /** Params and exact metrics of all trials, on the run of their sweep. */
    static final String TRIAL_TABLE = "trials.csv";

    private static final long LARGEST_ARRAY = 8L << 20;

    private RunFiles() {}

    static boolean uploaded(Artifact artifact) {
        boolean training =
                artifact.name().startsWith("checkpoints/") || artifact.name().startsWith("features/");
        boolean large = artifact.mediaType().equals(Artifact.SAFETENSORS) && artifact.size() > LARGEST_ARRAY;
        return !training && !large && !ofModel(artifact);
    }

    /** Files of a model are in the model, beside the run. */
    static boolean ofModel(Artifact artifact) {
        return artifact.name().startsWith(ExportPart.FOLDER);
    }

    /** A value of the contract as a file for people; equal values give equal bytes. */
    static byte[] json(Object value) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a value of the contract: " + value, e);
        }
    }
}
