package io.protolab.gpu.training;

import io.protolab.platform.artifact.FullDiskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The saved states of one training, a directory per finished epoch. A directory appears under its name only when it is
 * whole, and the last two stay, so after a kill there is always one to go on from. One process writes at a time.
 */
public final class Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    private static final String EPOCHS = "epochs-";
    private static final String UNFINISHED = "unfinished-";
    private static final int KEPT = 2;

    private final Path directory;

    /** The checkpoints in a directory, which is created when the first one is saved. */
    public Checkpoints(Path directory) {
        this.directory = directory;
    }

    /**
     * Saves a state that stands at the end of an epoch.
     *
     * @throws FullDiskException if there is no room for it; earlier ones are whole
     */
    public void save(TrainingState state, TrainingPlan plan) throws IOException {
        try {
            write(state, plan);
        } catch (IOException e) {
            throw FullDiskException.named("cannot save a checkpoint", directory, e);
        }
    }

    private void write(TrainingState state, TrainingPlan plan) throws IOException {
        Files.createDirectories(directory);
        String name = EPOCHS + "%06d".formatted(state.finishedEpochCount());
        Path unfinished = directory.resolve(UNFINISHED + name);
        deleteDirectory(unfinished);
        Files.createDirectory(unfinished);
        Checkpoint.write(unfinished, state, plan);
        Path finished = directory.resolve(name);
        deleteDirectory(finished);
        Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
        List<Path> all = newestFirst();
        for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            deleteDirectory(old);
        }
    }

    /** The newest state that can be read and fits the plan; one that cannot is passed over with a warning. */
    public Optional<TrainingState> restore(TrainingPlan plan) throws IOException {
        for (Path checkpoint : newestFirst()) {
            try {
                return Optional.of(Checkpoint.read(checkpoint, plan));
            } catch (IOException e) {
                log.warn("Checkpoint {} cannot be used: {}", checkpoint, e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Deletes all of them, and the directory. */
    public void delete() throws IOException {
        deleteDirectory(directory);
    }

    private List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> child.getFileName().toString().startsWith(EPOCHS))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private static void deleteDirectory(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
