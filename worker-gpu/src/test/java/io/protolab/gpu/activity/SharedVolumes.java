package io.protolab.gpu.activity;

import io.protolab.gpu.PaintedDataset;
import io.protolab.gpu.features.FeatureCache;
import io.protolab.gpu.features.FeatureSets;
import io.protolab.gpu.tensor.TorchEngine;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.workflow.FeatureSet;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrainingActivities;
import io.protolab.platform.workflow.TrainingOrder;
import io.protolab.platform.workflow.TrialInput;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The directories {@code work}, {@code artifacts}, {@code features} and {@code images} that several workers see, and trainings on them. */
final class SharedVolumes {
    static final int EPOCHS = 6;

    /** A training asks the clock at its start and after each epoch. */
    static final int AFTER_THREE_EPOCHS = 4;

    private final Volume work;
    private final ArtifactStore artifacts;
    private final FeatureSets sets;
    private final PreparedDataset dataset;
    private final FeatureSet features;

    SharedVolumes(Path directory) throws IOException {
        work = Volume.open("work", directory.resolve("work"));
        artifacts = new DirectoryArtifactStore(directory.resolve("artifacts"));
        sets = new FeatureSets(artifacts, new FeatureCache(directory.resolve("features"), Clock.systemUTC()));
        dataset = PaintedDataset.prepare(directory.resolve("images"), artifacts);
        features =
                sets.open(PaintedDataset.request(dataset), (done, total) -> {}).reference();
    }

    FeatureSet features() {
        return features;
    }

    TrainedHead train(String trialId, int attempt, RecordedSignals signals, Clock clock) {
        return train(trialId, attempt, signals, StayingWorker.life(), clock);
    }

    /** A worker of its own trains. */
    TrainedHead train(String trialId, int attempt, RecordedSignals signals, WorkerLife worker, Clock clock) {
        TestActivityEnvironment temporal = TestTemporal.open();
        try {
            temporal.registerActivitiesImplementations(new TrainingActivitiesImpl(
                    sets, artifacts, work, signals, WorkerIdentity.of(TorchEngine.running()), worker, clock));
            return temporal.newActivityStub(
                            TrainingActivities.class,
                            ActivityOptions.newBuilder()
                                    .setStartToCloseTimeout(Duration.ofMinutes(2))
                                    .build())
                    .train(
                            new TrialInput(trialId, PaintedDataset.trialSpec(EPOCHS), dataset, features),
                            new TrainingOrder(attempt, null, List.of()));
        } finally {
            temporal.close();
        }
    }
}
