package io.protolab.cpu.report;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.Predictions;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.evaluation.PrototypeCatalogue.Prototype;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.Measurement;
import io.protolab.platform.workflow.ReportActivities;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides which pictures a trial gets, under which names, and what their captions say. */
public final class ReportActivitiesImpl implements ReportActivities {
    /** Axes whose values are names already. */
    private static final Set<String> NAMED_AXES = Set.of("dataset", "backbone");

    /** Of the sha256 of the drawn head: a trial's id would make pictures of equal results differ. */
    private static final int SHOWN_DIGITS = 12;

    private final ArtifactStore artifacts;

    public ReportActivitiesImpl(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public List<Artifact> render(TrialInput trial, TrainedHead head, Evidence evidence, Measurement measurement) {
        try {
            DatasetManifest manifest = json(trial.dataset().manifest(), DatasetManifest.class)
                    .at(trial.dataset().root());
            PrototypeCatalogue catalogue = json(evidence.prototypes(), PrototypeCatalogue.class);
            DatasetImages images = new DatasetImages(manifest);
            Album album = new Album(trial, head, measurement.metrics());
            album.add(
                    "training-curves",
                    "Training",
                    "",
                    caption -> TrainingCurves.draw(
                            caption, List.of(json(head.epochLog(), EpochMetrics[].class)), head.evaluatedEpoch()));
            heatMap(album, catalogue, manifest.classes());
            gallery(album, new GallerySource(catalogue, manifest.classes(), images));
            ExplanationSource source = new ExplanationSource(
                    trial,
                    manifest,
                    Predictions.read(artifacts.fetch(evidence.predictions())),
                    Explanations.read(artifacts.fetch(evidence.explanations())),
                    catalogue,
                    images);
            sheets(album, source, true, trial.spec().evaluation().explanationSheets());
            sheets(album, source, false, trial.spec().evaluation().explanationSheets());
            return album.pictures;
        } catch (IOException e) {
            throw Activity.wrap(e);
        }
    }

    private static void heatMap(Album album, PrototypeCatalogue catalogue, List<String> classes) throws IOException {
        List<Prototype> active =
                catalogue.prototypes().stream().filter(Prototype::active).toList();
        if (active.isEmpty()) {
            return;
        }
        double[][] weights = new double[classes.size()][active.size()];
        for (int p = 0; p < active.size(); p++) {
            for (int c = 0; c < classes.size(); c++) {
                weights[c][p] = active.get(p).classWeights().get(c);
            }
        }
        album.add(
                "class-weights",
                "Class weights of %d active prototypes".formatted(active.size()),
                "",
                caption -> ClassWeightHeatMap.draw(
                        caption,
                        classes,
                        active.stream().mapToInt(Prototype::index).toArray(),
                        weights));
    }

    private static void gallery(Album album, GallerySource source) throws IOException {
        List<List<Prototype>> pages = source.pages();
        for (int page = 0; page < pages.size(); page++) {
            List<Prototype> shown = pages.get(page);
            album.add(
                    "prototypes/%02d".formatted(page + 1),
                    "Prototypes, page %d of %d".formatted(page + 1, pages.size()),
                    " · most used first · bars: class weights · patches: training images",
                    caption -> PrototypeGallery.draw(
                            caption, shown.stream().map(source::gallery).toList()));
        }
    }

    private static void sheets(Album album, ExplanationSource source, boolean right, int count) throws IOException {
        List<Integer> chosen = source.choose(right, count);
        for (int i = 0; i < chosen.size(); i++) {
            int image = chosen.get(i);
            album.add(
                    "explanations/%s-%02d".formatted(right ? "right" : "wrong", i + 1),
                    right ? "Why the model is right" : "Why the model is wrong",
                    " · " + source.path(image),
                    caption -> ExplanationSheet.draw(caption, source.explain(image)));
        }
    }

    private <T> T json(Artifact artifact, Class<T> type) throws IOException {
        return Json.mapper().readValue(artifacts.fetch(artifact).toFile(), type);
    }

    /** The pictures of one trial. */
    private final class Album {
        private final List<Artifact> pictures = new ArrayList<>();
        private final String subtitle;
        private final String footer;

        Album(TrialInput trial, TrainedHead head, Metrics metrics) {
            subtitle = Stream.concat(
                            Stream.of(
                                    trial.spec().dataset().name(),
                                    trial.spec().backbone().name()),
                            Stream.concat(
                                    trial.spec().assignment().entrySet().stream()
                                            .filter(axis -> !NAMED_AXES.contains(axis.getKey()))
                                            .map(axis -> axis.getKey() + " " + axis.getValue()),
                                    Stream.of("seed " + trial.spec().seed())))
                    .collect(Collectors.joining(" · "));
            footer = "head %s · %d epochs · test accuracy %s"
                    .formatted(
                            head.head().sha256().substring(0, SHOWN_DIGITS),
                            head.epochs(),
                            metrics.find(Metrics.ACCURACY)
                                    .map(accuracy -> String.format(Locale.ROOT, "%.3f", accuracy))
                                    .orElse("unknown"));
        }

        void add(String name, String title, String detail, Drawing drawing) throws IOException {
            byte[] png = drawing.draw(new Caption(title, subtitle + detail, footer));
            pictures.add(artifacts.put("pictures/" + name + ".png", png, Artifact.PNG));
        }
    }

    private interface Drawing {
        byte[] draw(Caption caption) throws IOException;
    }
}
