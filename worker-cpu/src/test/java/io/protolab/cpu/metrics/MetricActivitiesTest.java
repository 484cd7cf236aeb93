package io.protolab.cpu.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.FinalFailure;
import io.protolab.platform.workflow.Measurement;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricActivitiesTest {
    private static final String STRICT = "{}";

    @TempDir
    private Path folder;

    private ArtifactStore artifacts;
    private FourBirds birds;
    private MetricActivitiesImpl activities;

    @BeforeEach
    void createStore() throws IOException {
        artifacts = new DirectoryArtifactStore(folder.resolve("store"));
        birds = new FourBirds(artifacts, Files.createDirectory(folder.resolve("images")));
        activities = new MetricActivitiesImpl(artifacts);
    }

    @Test
    void measuresAccuracyAndExplanations() throws IOException {
        Measurement measurement = activities.measure(birds.trial(STRICT, true), birds.evidence(true));

        assertThat(measurement.metrics().values())
                .contains(
                        entry(Metrics.ACCURACY, 1.0),
                        entry(Metrics.BALANCED_ACCURACY, 1.0),
                        entry(Metrics.ACCURACY_AT_0_1, 1.0),
                        entry(Metrics.GLOBAL_SIZE, 2.0),
                        entry(Metrics.LOCAL_SIZE, 1.0),
                        entry(Metrics.LOCAL_SIZE_PREDICTED_AT_0, 1.0),
                        entry(Metrics.EFFECTIVE_GLOBAL_SIZE, 2.0),
                        entry(Metrics.ACTIVE_PROTOTYPES, 2.0),
                        entry(Metrics.CONSISTENCY, 1.0),
                        entry(Metrics.CONSISTENCY_COMPAT, 1.0),
                        entry(Metrics.STABILITY, 7 / 8.0),
                        entry(Metrics.STABILITY_COMPAT, 15 / 16.0),
                        entry(Metrics.SINGLE_DELETION, (1 + 1 + 1 + 0.5) / 4),
                        entry(Metrics.SINGLE_DELETION_IMAGES, 3.0));
    }

    @Test
    void followsTheSwitches() throws IOException {
        String compat = """
                {"preset": "compat", "zeroMap": "ignored"}""";

        Metrics metrics = activities
                .measure(birds.trial(compat, true), birds.evidence(true))
                .metrics();

        assertThat(metrics.find(Metrics.STABILITY)).hasValue(15 / 16.0);
        assertThat(metrics.find(Metrics.SINGLE_DELETION)).hasValue(1.0);
        assertThat(metrics.values())
                .doesNotContainKeys(Metrics.GLOBAL_SIZE_AT_0, Metrics.LOCAL_SIZE_PREDICTED)
                .containsKeys(Metrics.GLOBAL_SIZE, Metrics.LOCAL_SIZE);
    }

    @Test
    void findsPartsWhereTheBackboneSawThem() throws IOException {
        Path wide = Files.createDirectory(folder.resolve("wide"));
        FourBirds cut = new FourBirds(artifacts, wide, InputRegion.centreOf(8), 4);
        FourBirds stretched = new FourBirds(artifacts, wide, InputRegion.WHOLE, 4);
        Metrics whole = activities
                .measure(birds.trial(STRICT, true), birds.evidence(true))
                .metrics();

        assertThat(activities
                        .measure(cut.trial(STRICT, true), cut.evidence(true))
                        .metrics())
                .isEqualTo(whole);
        assertThat(activities
                        .measure(stretched.trial(STRICT, true), stretched.evidence(true))
                        .metrics())
                .isNotEqualTo(whole);
    }

    @Test
    void leavesSingleDeletionOut_whereThePublishedCodeHasOnlyNaN() throws IOException {
        Metrics metrics = activities
                .measure(birds.trial("{\"zeroMap\": \"nan\", \"sdUndefined\": \"skip\"}", true), birds.evidence(true))
                .metrics();

        assertThat(metrics.find(Metrics.SINGLE_DELETION)).isEmpty();
        assertThat(metrics.find(Metrics.SINGLE_DELETION_IMAGES)).hasValue(0.0);
    }

    @Test
    void measuresWhatItCan_withoutPartMaps() throws IOException {
        Metrics metrics = activities
                .measure(birds.trial(STRICT, false), birds.evidence(false))
                .metrics();

        assertThat(metrics.values())
                .containsKeys(Metrics.ACCURACY, Metrics.LOCAL_SIZE)
                .doesNotContainKeys(Metrics.CONSISTENCY, Metrics.STABILITY, Metrics.SINGLE_DELETION);
    }

    @Test
    void storesEverythingBehindTheNumbers() throws IOException {
        Measurement measurement = activities.measure(birds.trial(STRICT, true), birds.evidence(true));

        JsonNode report =
                Json.mapper().readTree(artifacts.fetch(measurement.report()).toFile());
        assertThat(report.at("/predictive/classes/1/name").asText()).isEqualTo("wren");
        assertThat(report.at("/predictive/confusion/1/1").asInt()).isEqualTo(2);
        assertThat(report.at("/parts/keptPairs").asInt()).isEqualTo(2);
        assertThat(report.at("/singleDeletion/imageScores/3/row").asInt()).isEqualTo(4);
        assertThat(report.at("/singleDeletion/imageScores/3/score").isNull()).isTrue();
    }

    @Test
    void givesUp_whenTheModelHasDiverged() throws IOException {
        Evidence whole = birds.evidence(false);
        Evidence diverged =
                new Evidence(birds.predictions(Float.NaN), whole.explanations(), null, null, whole.prototypes());

        assertThatThrownBy(() -> activities.measure(birds.trial(STRICT, false), diverged))
                .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
                .returns(FinalFailure.TYPE, ApplicationFailure::getType)
                .returns(true, ApplicationFailure::isNonRetryable)
                .extracting(ApplicationFailure::getOriginalMessage)
                .asString()
                .contains("trial four-0", "logit of image 0 for class 0 is NaN");
    }
}
