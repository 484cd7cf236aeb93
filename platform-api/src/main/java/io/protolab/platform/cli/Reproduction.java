package io.protolab.platform.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.ProvenanceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A trial beside the same trial computed once more: every input, file and number, in the order in which they come about.
 *
 * @param steps both values of each
 * @param conditions that differ, in words with both values; empty if none is known
 */
record Reproduction(String original, String reproduction, List<Step> steps, List<String> conditions) {
    /** A sweep may have thousands of images; the first few name the fault. */
    private static final int MOST_IMAGES = 10;

    /** Files in the order of the pipeline; others follow by name. */
    private static final List<String> ORDER = List.of(
            "training/epochs.json",
            "training/head.safetensors",
            "evaluation/predictions.safetensors",
            "evaluation/explanations.safetensors");

    Reproduction {
        steps = List.copyOf(steps);
        conditions = List.copyOf(conditions);
    }

    /**
     * One thing that both have.
     *
     * @param before absent if the original has none
     * @param now absent if the reproduction has none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            String name, @Nullable String before, @Nullable String now) {
        boolean isSame() {
            return Objects.equals(before, now);
        }
    }

    /** @param manifests of the original and of the reproduction, as far as they are still there */
    static Reproduction of(
            ProvenanceFile original,
            ProvenanceFile reproduction,
            Function<ProvenanceFile, Optional<DatasetManifest>> manifests) {
        List<String> conditions = new ArrayList<>(differences(original, reproduction));
        if (!original.manifest().sha256().equals(reproduction.manifest().sha256())) {
            conditions.addAll(manifests
                    .apply(original)
                    .flatMap(before -> manifests.apply(reproduction).map(now -> changedImages(before, now)))
                    .orElse(List.of("the dataset: another one, and the list of the original's files is not here")));
        }
        return new Reproduction(original.trial(), reproduction.trial(), steps(original, reproduction), conditions);
    }

    boolean isSame() {
        return steps.stream().allMatch(Step::isSame);
    }

    Optional<Step> firstDifference() {
        return steps.stream().filter(step -> !step.isSame()).findFirst();
    }

    /** What is known before anything is computed: whether this is another machine, or another program. */
    static List<String> changes(Provenance before, Provenance now) {
        List<String> changes = new ArrayList<>(identity(now).changesSince(identity(before)));
        changes.addAll(featureChanges(before, now));
        before.earlier()
                .forEach(part -> changes.add("a part of the original was computed under other conditions: "
                        + String.join("; ", part.changesSince(identity(before)))));
        now.earlier()
                .forEach(part -> changes.add("a part of the reproduction was computed under other conditions: "
                        + String.join("; ", part.changesSince(identity(now)))));
        return changes;
    }

    /** Empty if either is not known; another set than before is another input, and no other condition. */
    private static List<String> featureChanges(Provenance before, Provenance now) {
        List<ComputeIdentity> partsBefore = before.featureIdentities();
        List<ComputeIdentity> parts = now.featureIdentities();
        if (partsBefore.isEmpty() || parts.isEmpty() || !before.featureSetKey().equals(now.featureSetKey())) {
            return List.of();
        }
        List<String> changes = new ArrayList<>();
        String placesBefore = places(partsBefore);
        String places = places(parts);
        if (!places.equals(placesBefore)) {
            changes.add("features computed on " + places + ", before on " + placesBefore);
        }
        parts.get(parts.size() - 1)
                .versionChangesSince(partsBefore.get(partsBefore.size() - 1))
                .forEach(change -> changes.add("features computed with " + change));
        return changes;
    }

    private static String places(List<ComputeIdentity> parts) {
        return parts.stream().map(ComputeIdentity::place).distinct().collect(Collectors.joining(" and on "));
    }

    private static ComputeIdentity identity(Provenance provenance) {
        Integer microBatch = provenance.microBatch();
        return new ComputeIdentity(
                provenance.device(), provenance.threads(), microBatch == null ? 0 : microBatch, provenance.versions());
    }

    private static List<String> differences(ProvenanceFile original, ProvenanceFile reproduction) {
        Provenance before = original.provenance();
        Provenance now = reproduction.provenance();
        List<String> differences = new ArrayList<>(changes(before, now));
        if (!before.specFingerprint().equals(now.specFingerprint())) {
            differences.add("the spec: this version of protolab reads " + now.specFingerprint() + ", before "
                    + before.specFingerprint());
        }
        if (!before.weightsSha256().equals(now.weightsSha256())) {
            differences.add("the weights at " + original.spec().backbone().weights() + ": sha256 " + now.weightsSha256()
                    + ", before " + before.weightsSha256());
        }
        return differences;
    }

    private static List<Step> steps(ProvenanceFile original, ProvenanceFile reproduction) {
        Provenance before = original.provenance();
        Provenance now = reproduction.provenance();
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("spec", before.specFingerprint(), now.specFingerprint()));
        steps.add(new Step("dataset", before.manifestSha256(), now.manifestSha256()));
        steps.add(new Step("weights", before.weightsSha256(), now.weightsSha256()));
        steps.add(new Step("features", before.featureSetKey(), now.featureSetKey()));
        Map<String, String> filesBefore = files(original);
        Map<String, String> filesNow = files(reproduction);
        union(filesBefore, filesNow).stream()
                .sorted(Comparator.comparingInt(Reproduction::place))
                .forEach(name -> steps.add(new Step(name, filesBefore.get(name), filesNow.get(name))));
        Map<String, Double> metricsBefore = original.metrics().values();
        Map<String, Double> metricsNow = reproduction.metrics().values();
        union(metricsBefore, metricsNow)
                .forEach(name -> steps.add(
                        new Step("metric " + name, text(metricsBefore.get(name)), text(metricsNow.get(name)))));
        return steps;
    }

    private static Map<String, String> files(ProvenanceFile trial) {
        return trial.artifacts().stream()
                .collect(Collectors.toMap(Artifact::name, Artifact::sha256, (a, b) -> a, LinkedHashMap::new));
    }

    private static TreeSet<String> union(Map<String, ?> before, Map<String, ?> now) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        return names;
    }

    private static int place(String file) {
        int place = ORDER.indexOf(file);
        return place < 0 ? ORDER.size() : place;
    }

    private static @Nullable String text(@Nullable Double value) {
        return value == null ? null : value.toString();
    }

    private static List<String> changedImages(DatasetManifest before, DatasetManifest now) {
        Map<String, String> imagesBefore = images(before);
        Map<String, String> imagesNow = images(now);
        List<String> changed = union(imagesBefore, imagesNow).stream()
                .filter(path -> !Objects.equals(imagesBefore.get(path), imagesNow.get(path)))
                .map(path -> path + ": " + imagesNow.getOrDefault(path, absence(path, now)) + ", before "
                        + imagesBefore.getOrDefault(path, absence(path, before)))
                .toList();
        if (changed.isEmpty()) {
            return List.of("the dataset: the same images, with other classes, parts or left out files");
        }
        List<String> told = new ArrayList<>();
        changed.stream().limit(MOST_IMAGES).forEach(image -> told.add("dataset file " + image));
        if (changed.size() > MOST_IMAGES) {
            told.add("… and " + (changed.size() - MOST_IMAGES) + " more dataset files");
        }
        return told;
    }

    private static String absence(String path, DatasetManifest manifest) {
        return manifest.unreadable().stream()
                .filter(file -> file.path().equals(path))
                .map(file -> "left out (" + file.reason() + ")")
                .findFirst()
                .orElse("not there");
    }

    private static Map<String, String> images(DatasetManifest manifest) {
        return manifest.images().stream()
                .collect(Collectors.toMap(
                        ManifestImage::path, image -> image.split() + " " + image.sha256(), (a, b) -> a));
    }
}
