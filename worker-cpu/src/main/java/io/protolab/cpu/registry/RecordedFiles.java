package io.protolab.cpu.registry;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.ProvenanceFile;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.FinalFailure;
import io.protolab.platform.workflow.TrainedHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads from the artifact store what the registry keeps as rows or events. Thread-safe. */
final class RecordedFiles {
    private final ArtifactStore artifacts;

    RecordedFiles(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /** Every epoch of the training, by number; refuses a log with gaps. */
    List<EpochMetrics> epochs(TrainedHead head) {
        List<EpochMetrics> epochs = read(head.epochLog(), new TypeReference<>() {});
        for (int i = 0; i < epochs.size(); i++) {
            if (epochs.get(i).epoch() != i) {
                throw damaged(head, "has epoch " + epochs.get(i).epoch() + " in place " + i);
            }
        }
        if (epochs.size() != head.epochs()) {
            throw damaged(head, "has " + epochs.size() + " epochs, the training finished " + head.epochs());
        }
        return epochs;
    }

    PrototypeCatalogue prototypes(Artifact catalogue) {
        return read(catalogue, new TypeReference<>() {});
    }

    DatasetManifest manifest(Artifact manifest) {
        return read(manifest, new TypeReference<>() {});
    }

    /** Keeps the file of a trial; the same trial again gives the same file. */
    Artifact keep(ProvenanceFile provenance) {
        try {
            return artifacts.put(ProvenanceFile.NAME, provenance.bytes(), Artifact.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + ProvenanceFile.NAME + ": " + e.getMessage(), e);
        }
    }

    private <T> T read(Artifact artifact, TypeReference<T> type) {
        ObjectMapper json = Json.mapper();
        try {
            return json.readValue(artifacts.fetch(artifact).toFile(), type);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + artifact.name() + ": " + e.getMessage(), e);
        }
    }

    private static RuntimeException damaged(TrainedHead head, String fault) {
        return FinalFailure.of(
                head.epochLog().name() + " " + head.epochLog().sha256() + " " + fault + "; run the trial again", null);
    }
}
