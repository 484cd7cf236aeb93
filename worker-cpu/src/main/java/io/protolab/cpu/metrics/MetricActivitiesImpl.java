package io.protolab.cpu.metrics;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.evaluation.Deletions;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.evaluation.Explanations;
import io.protolab.platform.evaluation.Predictions;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.EvaluationSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.FinalFailure;
import io.protolab.platform.workflow.Measurement;
import io.protolab.platform.workflow.MetricActivities;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Decides which metrics which files allow: predictions and explanations always, parts where there are part maps. */
public final class MetricActivitiesImpl implements MetricActivities {
    private final ArtifactStore artifacts;

    public MetricActivitiesImpl(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public Measurement measure(TrialInput trial, Evidence evidence) {
        try {
            MetricReport report = report(trial, evidence);
            Artifact stored =
                    artifacts.put("evaluation/metrics.json", Json.mapper().writeValueAsBytes(report), Artifact.JSON);
            return new Measurement(MetricNames.of(report, trial.spec().switches()), stored);
        } catch (IllegalArgumentException e) {
            throw FinalFailure.of("trial %s cannot be measured: %s".formatted(trial.trialId(), e.getMessage()), e);
        } catch (IOException e) {
            throw Activity.wrap(e);
        }
    }

    private MetricReport report(TrialInput trial, Evidence evidence) throws IOException {
        Predictions predictions = Predictions.read(artifacts.fetch(evidence.predictions()));
        Explanations explanations = Explanations.read(artifacts.fetch(evidence.explanations()));
        if (!Arrays.equals(predictions.rows(), explanations.rows())) {
            throw new IllegalArgumentException("predictions and explanations are of different images; evaluate again");
        }
        DatasetManifest manifest = json(trial.dataset().manifest(), DatasetManifest.class)
                .at(trial.dataset().root());
        PrototypeCatalogue catalogue = json(evidence.prototypes(), PrototypeCatalogue.class);
        Importances importances = Importances.of(explanations);
        EffectiveSize effective = EffectiveSize.of(importances);
        MetricSettings settings =
                settings(trial.spec().evaluation(), trial.spec().switches());
        Map<Integer, PartMasks> masks = masks(trial, manifest, explanations.rows());
        return new MetricReport(
                PredictiveReport.of(predictions, manifest.classes()),
                SizeReport.of(importances, 0.1, predictions.labels()),
                SizeReport.of(importances, 0, predictions.labels()),
                Optionals.orNull(effective.local()),
                Optionals.orNull(effective.global()),
                (int) catalogue.prototypes().stream()
                        .filter(PrototypeCatalogue.Prototype::active)
                        .count(),
                masks.isEmpty()
                        ? null
                        : PartReport.of(
                                explanations,
                                evidence.noisyExplanations() == null
                                        ? null
                                        : Explanations.read(artifacts.fetch(evidence.noisyExplanations())),
                                predictions.labels(),
                                masks,
                                settings),
                evidence.deletions() == null
                        ? null
                        : DeletionReport.of(
                                predictions,
                                explanations,
                                Deletions.read(artifacts.fetch(evidence.deletions())),
                                masks,
                                settings));
    }

    private static MetricSettings settings(EvaluationSpec evaluation, ReferenceSwitches switches) {
        return new MetricSettings(
                (float) evaluation.touchThreshold(),
                evaluation.consistencyThreshold(),
                switch (switches.pairedParts()) {
                    case UNION -> PairedParts.UNION;
                    case LAST -> PairedParts.LAST;
                },
                switch (switches.consistencyNaN()) {
                    case IGNORE_PART -> Consistency.UnseenPart.IGNORED;
                    case DROP_CLASS -> Consistency.UnseenPart.DROPS_CLASS;
                },
                switch (switches.stability()) {
                    case VECTOR -> Stability.Compared.VECTOR;
                    case ELEMENTWISE -> Stability.Compared.ELEMENT;
                },
                switch (switches.zeroMap()) {
                    case IGNORED -> ZeroMap.CONTRIBUTES_NOTHING;
                    case NAN -> ZeroMap.NAN;
                },
                switch (switches.sdUndefined()) {
                    case HALF -> SingleDeletion.Undefined.HALF;
                    case SKIP -> SingleDeletion.Undefined.SKIP;
                });
    }

    private static Map<Integer, PartMasks> masks(TrialInput trial, DatasetManifest manifest, int[] rows)
            throws IOException {
        Map<Integer, PartMasks> masks = new HashMap<>();
        if (manifest.parts().isEmpty()) {
            return masks;
        }
        PartPalette palette = PartPalette.FUNNY_BIRDS.ordered(manifest.parts());
        int size = trial.spec().backbone().imageSize();
        for (int row : rows) {
            ManifestImage image = manifest.images().get(row);
            String partMap = image.partMap();
            if (partMap != null) {
                masks.put(
                        row,
                        PartMapFile.read(
                                Path.of(manifest.root(), partMap),
                                trial.features().window(image, size),
                                palette));
            }
        }
        return masks;
    }

    private <T> T json(Artifact artifact, Class<T> type) throws IOException {
        return Json.mapper().readValue(artifacts.fetch(artifact).toFile(), type);
    }
}
