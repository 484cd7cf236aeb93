package io.protolab.gpu.activity;

import io.protolab.gpu.evaluation.Evaluation;
import io.protolab.gpu.evaluation.Evaluator;
import io.protolab.gpu.features.DatasetFeatures;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.features.Progress;
import io.protolab.gpu.model.HeadFile;
import io.protolab.gpu.model.ProtoSVit;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.EvaluationActivities;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A trained head to evidence, as files of the artifact store. */
public final class EvaluationActivitiesImpl implements EvaluationActivities {
    private final FeatureSets sets;
    private final ArtifactStore artifacts;
    private final WorkerLife worker;

    public EvaluationActivitiesImpl(FeatureSets sets, ArtifactStore artifacts, WorkerLife worker) {
        this.sets = sets;
        this.artifacts = artifacts;
        this.worker = worker;
    }

    @Override
    public Evidence evaluate(TrialInput trial, TrainedHead head) {
        String doing = "evaluation";
        try (Pulse pulse = Pulse.start(Activity.getExecutionContext(), worker, doing)) {
            return Failures.translated(pulse, () -> evaluate(trial, head, pulse.progress(doing)));
        }
    }

    private Evidence evaluate(TrialInput trial, TrainedHead head, Progress progress) throws IOException {
        DatasetFeatures features = TrialFeatures.open(sets, trial, progress);
        try (ProtoSVit trained = HeadFile.read(artifacts.fetch(head.head()), features.cut())) {
            Evaluation evaluation = new Evaluator(
                            trained, features, trial.spec().head().importanceThreshold())
                    .evaluate(trial.spec().evaluation().topPatches(), progress);
            return store(evaluation);
        }
    }

    private Evidence store(Evaluation evaluation) throws IOException {
        return new Evidence(
                file("predictions", evaluation.predictions()::write),
                file("explanations", evaluation.explanations()::write),
                evaluation.noisyExplanations() == null
                        ? null
                        : file("noisy-explanations", evaluation.noisyExplanations()::write),
                evaluation.deletions() == null ? null : file("deletions", evaluation.deletions()::write),
                artifacts.put(
                        "evaluation/prototypes.json",
                        Json.text(evaluation.prototypes()).getBytes(StandardCharsets.UTF_8),
                        Artifact.JSON));
    }

    /** Something that writes itself to a file. */
    @FunctionalInterface
    private interface Writable {
        void write(Path file) throws IOException;
    }

    private Artifact file(String name, Writable content) throws IOException {
        Path file = Files.createTempFile(name, ".safetensors");
        try {
            content.write(file);
            return artifacts.put("evaluation/" + name + ".safetensors", file, Artifact.SAFETENSORS);
        } catch (IOException e) {
            throw FullDiskException.named("cannot write " + name, file, e);
        } finally {
            Files.delete(file);
        }
    }
}
