package io.protolab.gpu.export;

import io.protolab.gpu.features.BackboneWeights;
import io.protolab.gpu.features.FeatureRows;
import io.protolab.gpu.features.Progress;
import io.protolab.gpu.image.Preprocessing;
import io.protolab.gpu.model.HeadFile;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.gpu.model.UpperTransformer;
import io.protolab.gpu.model.VisionTransformer;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.Tensor;
import io.protolab.gpu.tensor.TensorScope;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a trained trial in the artifact store to exported files in the artifact store. Thread-safe. */
public final class TrialExport {
    /** Backbones up to this size are exported with every trial; larger ones on request, because each trial would keep a copy; programs never. */
    private static final long SMALL_BACKBONE_BYTES = 100_000_000;

    /** More than one, so that the batch is seen to be open. */
    private static final int SAMPLES = 2;

    private final ArtifactStore artifacts;

    public TrialExport(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /** The parts that every trial exports: its head, and the whole model where the backbone is small. */
    public static List<ExportPart> standardParts(BackboneSpec backbone) throws IOException {
        boolean small = BackboneWeights.of(backbone)
                .shape()
                .map(shape -> shape.parameterShapes().values().stream()
                        .mapToLong(size -> Arrays.stream(size).reduce(1, (a, b) -> a * b))
                        .sum())
                .filter(values -> values * Float.BYTES <= SMALL_BACKBONE_BYTES)
                .isPresent();
        return small ? List.of(ExportPart.HEAD, ExportPart.MODEL) : List.of(ExportPart.HEAD);
    }

    /**
     * One part of a trial; the same result gives the same bytes, whichever trial it is of.
     *
     * @param progress hears of steps that take their time
     * @throws ExportMismatchException if a file computes something else than we do
     * @throws IllegalArgumentException if the backbone's weights are no longer those that the trial was trained on
     * @throws IOException if a file is missing, unreadable or cannot be written
     */
    public List<Artifact> export(ExportInput trial, ExportPart part, List<ExportFormat> formats, Progress progress)
            throws IOException {
        BackboneWeights weights = weights(trial);
        Path directory = Files.createTempDirectory("export-");
        try (TensorScope scope = TensorScope.open();
                ProtoSVit trained = HeadFile.read(
                        artifacts.fetch(trial.head()), weights.cut().orElse(null))) {
            ModelCard card = card(trial, weights);
            HeadForward forward = new HeadForward(trained.head(), weights.grid(), card.importanceThreshold());
            if (part == ExportPart.HEAD) {
                return write(directory, forward, card, formats, progress);
            }
            try (VisionTransformer backbone = backbone(weights, trained.backbone())) {
                return write(
                        directory, new ModelForward(backbone, card.preprocessing(), forward), card, formats, progress);
            }
        } finally {
            deleteAll(directory);
        }
    }

    /** The transformer as the trial left it. */
    private static VisionTransformer backbone(BackboneWeights weights, @Nullable UpperTransformer learned)
            throws IOException {
        VisionTransformer frozen = weights.transformer();
        if (learned == null) {
            return frozen;
        }
        Map<String, Tensor> parameters = new LinkedHashMap<>(frozen.parameters().asMap());
        learned.parameters().asMap().forEach((name, values) -> {
            frozen.parameters().get(name).close();
            parameters.put(name, values.detach().copy());
        });
        return new VisionTransformer(frozen.shape(), new NamedTensors(parameters));
    }

    private static BackboneWeights weights(ExportInput trial) throws IOException {
        BackboneSpec spec = trial.spec().backbone();
        BackboneWeights weights = BackboneWeights.of(spec);
        if (!weights.sha256().equals(trial.weightsSha256())) {
            throw new IllegalArgumentException("backbone " + spec.name() + ": the weights at " + spec.weights()
                    + " have sha256 " + weights.sha256() + ", but trial " + trial.trialId() + " was trained on "
                    + trial.weightsSha256() + "; put these back and export again");
        }
        return weights;
    }

    private ModelCard card(ExportInput trial, BackboneWeights weights) throws IOException {
        DatasetManifest manifest = read(trial.manifest(), DatasetManifest.class);
        return new ModelCard(
                trial.head().sha256(),
                Json.fingerprint(trial.spec()),
                trial.spec().backbone().name(),
                weights.sha256(),
                weights.cut().isPresent(),
                manifest.classes(),
                preprocessing(trial.spec(), weights, manifest),
                trial.spec().head().importanceThreshold(),
                read(trial.prototypes(), PrototypeCatalogue.class));
    }

    private static Preprocessing preprocessing(TrialSpec spec, BackboneWeights weights, DatasetManifest manifest) {
        Integer centre = spec.switches().centreCrop(spec.dataset().kind()).orElse(null);
        return Preprocessing.of(weights.expected(), spec.switches(), FeatureRows.hasPartMaps(manifest), centre);
    }

    private <T> T read(Artifact artifact, Class<T> type) throws IOException {
        return Json.mapper().readValue(artifacts.fetch(artifact).toFile(), type);
    }

    private List<Artifact> write(
            Path directory, Forward forward, ModelCard card, List<ExportFormat> formats, Progress progress)
            throws IOException {
        List<Path> files =
                new Exporter(directory, progress).write(forward, formats, card.facts(forward), forward.sample(SAMPLES));
        List<Artifact> stored = new ArrayList<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            stored.add(artifacts.put(forward.part().artifactName(name), file, mediaType(name)));
        }
        return stored;
    }

    private static String mediaType(String name) {
        if (name.endsWith(".json")) {
            return Artifact.JSON;
        }
        if (name.endsWith(".yaml") || name.equals(ExportPart.MLMODEL)) {
            return Artifact.YAML;
        }
        return name.endsWith(".txt") ? Artifact.TEXT : Artifact.BINARY;
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
