package io.protolab.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.dataset.UnreadableFile;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.ProvenanceFile;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.registry.RegistrySamples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReproductionTest {
    private static final ProvenanceFile ORIGINAL = trial("a-0", "manifest", 2, "1", List.of(), "head", 0.5);

    @Test
    void isSame_whenOnlyTheIdDiffers() {
        Reproduction same = compare(trial("b-0", "manifest", 2, "1", List.of(), "head", 0.5));

        assertThat(same.isSame()).isTrue();
        assertThat(same.firstDifference()).isEmpty();
        assertThat(same.conditions()).isEmpty();
        assertThat(same.steps())
                .extracting(Reproduction.Step::name)
                .containsExactly(
                        "spec",
                        "dataset",
                        "weights",
                        "features",
                        "training/epochs.json",
                        "training/head.safetensors",
                        "evaluation/metrics.json",
                        "pictures/curves.png",
                        "metric test/accuracy");
    }

    @Test
    void namesTheFirstFileInTheOrderOfThePipeline_andEveryCondition() {
        Reproduction different = compare(trial("b-0", "manifest", 4, "2", List.of(), "another", 0.25));

        assertThat(different.firstDifference().orElseThrow().name()).isEqualTo("training/head.safetensors");
        assertThat(different.conditions()).containsExactly("threads: 4, before 2", "pytorch: 2, before 1");
        assertThat(different.steps().stream().filter(step -> !step.isSame()))
                .extracting(Reproduction.Step::name)
                .containsExactly("training/head.safetensors", "metric test/accuracy");
    }

    @Test
    void namesEachImageThatChanged() {
        ProvenanceFile other = trial("b-0", "other", 2, "1", List.of(), "head", 0.5);

        Reproduction told = Reproduction.of(
                ORIGINAL, other, file -> Optional.of(file.equals(ORIGINAL) ? images("a", "b", "c") : images("a", "B")));
        Reproduction untold = compare(other);

        assertThat(told.firstDifference().orElseThrow().name()).isEqualTo("dataset");
        assertThat(told.conditions())
                .containsExactly(
                        "dataset file 1.png: TRAIN B, before TRAIN b", "dataset file 2.png: not there, before TRAIN c");
        assertThat(untold.conditions()).singleElement().asString().contains("the list of the original's files");
    }

    @Test
    void saysWhyAnImageWasLeftOut() {
        ProvenanceFile other = trial("b-0", "other", 2, "1", List.of(), "head", 0.5);
        DatasetManifest all = images("a", "b");
        DatasetManifest damaged = new DatasetManifest(
                1,
                "birds",
                "",
                all.classes(),
                List.of(),
                all.images().subList(0, 1),
                List.of(new UnreadableFile("1.png", "the file ends within a chunk")));

        assertThat(Reproduction.of(ORIGINAL, other, file -> Optional.of(file.equals(ORIGINAL) ? all : damaged))
                        .conditions())
                .containsExactly("dataset file 1.png: left out (the file ends within a chunk), before TRAIN b");
    }

    @Test
    void tellsThatOneWasComputedUnderSeveralConditions() {
        ComputeIdentity moved = new ComputeIdentity("cuda card", 2, 0, Map.of("pytorch", "1"));

        Reproduction mixed = compare(trial("b-0", "manifest", 2, "1", List.of(moved), "another", 0.5));

        assertThat(mixed.conditions())
                .containsExactly("a part of the reproduction was computed under other conditions:"
                        + " device: cuda card, before cpu");
    }

    @Test
    void namesWhereTheFeaturesWereComputed_ifElsewhere() {
        ComputeIdentity card = new ComputeIdentity("cuda NVIDIA H100", 8, 0, Map.of("pytorch", "2"));
        ComputeIdentity processor = new ComputeIdentity("cpu", 1, 0, Map.of("pytorch", "1"));

        assertThat(featureChanges(List.of(card), List.of(processor)))
                .containsExactly(
                        "features computed on cpu with 1 thread, before on cuda NVIDIA H100 with 8 threads",
                        "features computed with pytorch: 1, before 2");
        assertThat(featureChanges(List.of(processor), List.of(card, processor)))
                .containsExactly("features computed on cuda NVIDIA H100 with 8 threads and on cpu with 1 thread,"
                        + " before on cpu with 1 thread");
        assertThat(featureChanges(List.of(card), List.of(card))).isEmpty();
        assertThat(featureChanges(List.of(), List.of(card))).isEmpty();
    }

    private static List<String> featureChanges(List<ComputeIdentity> before, List<ComputeIdentity> now) {
        return Reproduction.changes(provenance(before), provenance(now));
    }

    private static Provenance provenance(List<ComputeIdentity> features) {
        return new Provenance("spec", "images", "weights", "key", 7, "cpu", 2, Map.of(), null, List.of(), features);
    }

    @Test
    void knowsThatAFileIsMissing() {
        ProvenanceFile less = new ProvenanceFile(
                1,
                "b-0",
                "e",
                ORIGINAL.spec(),
                ORIGINAL.provenance(),
                ORIGINAL.manifest(),
                ORIGINAL.metrics(),
                ORIGINAL.artifacts().subList(1, 4));

        assertThat(compare(less).firstDifference())
                .contains(new Reproduction.Step(
                        "training/head.safetensors", ORIGINAL.artifacts().get(0).sha256(), null));
    }

    private static Reproduction compare(ProvenanceFile reproduction) {
        return Reproduction.of(ORIGINAL, reproduction, file -> Optional.empty());
    }

    private static ProvenanceFile trial(
            String id,
            String manifest,
            int threads,
            String pytorch,
            List<ComputeIdentity> earlier,
            String head,
            double accuracy) {
        Artifact images = RegistrySamples.artifact("manifest.json", manifest);
        Provenance provenance = new Provenance(
                "spec",
                images.sha256(),
                "weights",
                "key",
                7,
                "cpu",
                threads,
                Map.of("pytorch", pytorch),
                null,
                earlier,
                List.of());
        List<Artifact> files = List.of(
                RegistrySamples.artifact("training/head.safetensors", head),
                RegistrySamples.artifact("training/epochs.json", "epochs"),
                RegistrySamples.artifact("evaluation/metrics.json", "metrics"),
                RegistrySamples.artifact("pictures/curves.png", "curves"));
        return ProvenanceFile.of(
                id,
                "e",
                RegistrySamples.twoAssignmentsTwoSeeds("s").trials().get(0).spec(),
                images,
                new TrialResult(new Metrics(Map.of(Metrics.ACCURACY, accuracy)), files, provenance));
    }

    private static DatasetManifest images(String... sha256) {
        List<ManifestImage> images = IntStream.range(0, sha256.length)
                .mapToObj(i -> new ManifestImage(i + ".png", sha256[i], 1, 8, 8, 0, Split.TRAIN, null, Map.of()))
                .toList();
        return new DatasetManifest(1, "birds", "", List.of("wren"), List.of(), images, List.of());
    }
}
