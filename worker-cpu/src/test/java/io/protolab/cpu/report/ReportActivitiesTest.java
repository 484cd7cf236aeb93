package io.protolab.cpu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.workflow.TrialInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportActivitiesTest {
    @TempDir
    private Path folder;

    private ArtifactStore artifacts;
    private ThreeSpots spots;
    private ReportActivitiesImpl activities;

    @BeforeEach
    void createStore() throws IOException {
        artifacts = new DirectoryArtifactStore(folder.resolve("store"));
        spots = new ThreeSpots(artifacts, Files.createDirectory(folder.resolve("images")));
        activities = new ReportActivitiesImpl(artifacts);
    }

    @Test
    void drawsEveryPictureOfATrial() throws IOException {
        List<Artifact> pictures = render();

        assertThat(pictures)
                .extracting(Artifact::name)
                .containsExactly(
                        "pictures/training-curves.png",
                        "pictures/class-weights.png",
                        "pictures/prototypes/01.png",
                        "pictures/explanations/right-01.png",
                        "pictures/explanations/right-02.png",
                        "pictures/explanations/wrong-01.png");
        assertThat(pictures).allSatisfy(picture -> {
            assertThat(picture.mediaType()).isEqualTo(Artifact.PNG);
            assertThat(Picture.of(Files.readAllBytes(artifacts.fetch(picture))).width())
                    .isEqualTo(1600);
        });
    }

    @Test
    void drawsTheSameBytes_forAnotherTrialWithTheSameResult() throws IOException {
        TrialInput trial = spots.trial();
        TrialInput again = new TrialInput("spots-again-7", trial.spec(), trial.dataset(), trial.features());

        assertThat(activities.render(again, spots.head(), spots.evidence(), spots.measurement()))
                .isEqualTo(render());
    }

    @Test
    void leavesPrunedPrototypesOutOfTheGallery() throws IOException {
        Picture gallery = Picture.of(Files.readAllBytes(artifacts.fetch(render().get(2))));

        assertThat(gallery.height()).isEqualTo(100 + 2 * 270 + 44);
    }

    @Test
    void saysWhichImageIsGone() throws IOException {
        spots.trial();
        Files.delete(folder.resolve("images").resolve("1.png"));

        assertThatThrownBy(() -> activities.render(
                        spots.trialAsPrepared(InputRegion.WHOLE), spots.head(), spots.evidence(), spots.measurement()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("1.png");
    }

    private List<Artifact> render() throws IOException {
        return activities.render(spots.trial(), spots.head(), spots.evidence(), spots.measurement());
    }
}
