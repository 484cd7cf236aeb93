package io.protolab.cpu.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.Predictions;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.TrialInput;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationSourceTest {
    @TempDir
    private Path folder;

    @Test
    void showsWhatTheBackboneSaw() throws IOException {
        ArtifactStore artifacts = new DirectoryArtifactStore(folder.resolve("store"));
        ThreeSpots spots = new ThreeSpots(artifacts, Files.createDirectory(folder.resolve("images")));

        BufferedImage whole = explained(artifacts, spots, spots.trial(InputRegion.WHOLE));
        BufferedImage middle = explained(artifacts, spots, spots.trial(InputRegion.centreOf(32)));

        assertThat(whole.getWidth()).isEqualTo(16);
        assertThat(middle.getWidth()).isEqualTo(8);
        assertThat(middle.getRGB(0, 0)).as("the spot at (4, 4)").isEqualTo(whole.getRGB(4, 4));
        assertThat(middle.getRGB(0, 0)).isNotEqualTo(middle.getRGB(1, 1));
    }

    private static BufferedImage explained(ArtifactStore artifacts, ThreeSpots spots, TrialInput trial)
            throws IOException {
        Evidence evidence = spots.evidence();
        DatasetManifest manifest = Json.mapper()
                .readValue(artifacts.fetch(trial.dataset().manifest()).toFile(), DatasetManifest.class)
                .at(trial.dataset().root());
        return new ExplanationSource(
                        trial,
                        manifest,
                        Predictions.read(artifacts.fetch(evidence.predictions())),
                        Explanations.read(artifacts.fetch(evidence.explanations())),
                        Json.mapper()
                                .readValue(
                                        artifacts.fetch(evidence.prototypes()).toFile(), PrototypeCatalogue.class),
                        new DatasetImages(manifest))
                .explain(0)
                .image();
    }
}
