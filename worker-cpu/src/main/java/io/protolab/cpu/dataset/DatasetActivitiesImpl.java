package io.protolab.cpu.dataset;

import io.protolab.cpu.dataset.flatbirds.FlatBirdsProfile;
import io.protolab.cpu.dataset.flatbirds.FlatBirdsWriter;
import io.protolab.cpu.dataset.flatbirds.Interventions;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.artifact.Volume;
import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.FlatBirdsSpec;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.DatasetActivities;
import io.protolab.platform.workflow.FinalFailure;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders what is rendered, reads what is read, and stores the manifest; every image is a sign of life. */
public final class DatasetActivitiesImpl implements DatasetActivities {

    private static final Logger log = LoggerFactory.getLogger(DatasetActivitiesImpl.class);

    private final ArtifactStore artifacts;
    private final Path renderDirectory;
    private final FlatBirdsWriter flatBirds;
    private @Nullable Volume volume;

    /**
     * To be registered with a worker.
     *
     * @param renderDirectory where rendered datasets are kept, on a volume that all workers see
     */
    public DatasetActivitiesImpl(ArtifactStore artifacts, Path renderDirectory) {
        this.artifacts = artifacts;
        this.renderDirectory = renderDirectory.toAbsolutePath().normalize();
        this.flatBirds = new FlatBirdsWriter(this.renderDirectory);
    }

    @Override
    public PreparedDataset prepare(DatasetSpec dataset, ReferenceSwitches switches) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        PreparationProgress heartbeat = (step, done) -> context.heartbeat(step + ": " + done);
        try {
            DatasetManifest manifest = read(dataset, heartbeat);
            manifest.unreadable()
                    .forEach(file -> log.warn("{}: left out {}: {}", dataset.name(), file.path(), file.reason()));
            byte[] json = Json.text(manifest.at("")).getBytes(StandardCharsets.UTF_8);
            Artifact stored = artifacts.put("datasets/" + dataset.name() + "/manifest.json", json, Artifact.JSON);
            return new PreparedDataset(
                    dataset.name(),
                    stored,
                    manifest.root(),
                    manifest.classes().size(),
                    manifest.count(Split.TRAIN),
                    manifest.count(Split.VALIDATION),
                    manifest.count(Split.TEST),
                    manifest.unreadable().size());
        } catch (UnusableDatasetException e) {
            throw FinalFailure.of("dataset " + dataset.name() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw Activity.wrap(e);
        }
    }

    private DatasetManifest read(DatasetSpec dataset, PreparationProgress heartbeat)
            throws IOException, UnusableDatasetException {
        return switch (dataset.kind()) {
            case FLATBIRDS ->
                new FunnyBirdsReader(dataset.split(), heartbeat).read(dataset.name(), render(dataset, heartbeat));
            case FUNNYBIRDS -> new FunnyBirdsReader(dataset.split(), heartbeat).read(dataset.name(), path(dataset));
            case IMAGEFOLDER -> new ImageFolderReader(dataset.split(), heartbeat).read(dataset.name(), path(dataset));
            case CUB, CARS, PETS, ISIC2019, RSNA, LC25000 ->
                throw FinalFailure.of(
                        "dataset %s: kind %s is not supported yet; bring it into the imagefolder layout"
                                .formatted(dataset.name(), dataset.kind()),
                        null);
        };
    }

    private Path render(DatasetSpec dataset, PreparationProgress heartbeat) throws IOException {
        FlatBirdsSpec spec = dataset.flatbirds();
        if (spec == null) {
            throw FinalFailure.of(
                    "dataset %s: flatbirds is missing, it says what to render".formatted(dataset.name()), null);
        }
        FlatBirdsProfile profile = new FlatBirdsProfile(
                spec.classes(),
                spec.imageSize(),
                spec.trainPerClass(),
                spec.testPerClass(),
                spec.distractors(),
                0,
                Interventions.SINGLE,
                spec.seed());
        Volume place = rendered();
        place.require();
        try {
            return flatBirds.prepare(profile, done -> heartbeat.advanced("rendering or checking", done));
        } catch (IOException e) {
            throw FullDiskException.named("cannot render dataset " + dataset.name(), renderDirectory, place.named(e));
        }
    }

    /** Opened when the first dataset is rendered. */
    private synchronized Volume rendered() throws IOException {
        if (volume == null) {
            volume = Volume.open("datasets", renderDirectory);
        }
        return volume;
    }

    private static Path path(DatasetSpec dataset) {
        String path = dataset.path();
        if (path == null) {
            throw FinalFailure.of(
                    "dataset %s: path is missing, it names the directory".formatted(dataset.name()), null);
        }
        return Path.of(path);
    }
}
