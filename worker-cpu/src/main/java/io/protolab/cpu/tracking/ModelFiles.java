package io.protolab.cpu.tracking;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.export.ExportPart;
import java.util.List;

/**
 * A model of a trial as MLflow has to know it.
 *
 * @param part whose text is the model's name
 * @param files with which it has to be, in the artifact store
 */
record ModelFiles(String trialId, ExportPart part, List<Artifact> files) {
    ModelFiles {
        files = List.copyOf(files);
    }

    /** Path of a file within the model. */
    String path(Artifact file) {
        return file.name().substring(part.artifactName("").length());
    }

    /** Whether MLflow can load a model of these files. */
    boolean loadable() {
        return files.stream().anyMatch(file -> file.name().equals(part.artifactName(ExportPart.MLMODEL)));
    }
}
