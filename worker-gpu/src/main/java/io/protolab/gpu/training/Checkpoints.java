package io.protolab.gpu.training;

import io.protolab.platform.artifact.FullDiskException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The saved states of one training, as one of its attempts sees them: {@code attempt-000003/steps-000001234/}. An attempt goes on from the newest
 * whole one of all attempts and writes below its own directory only. The last two stay, so there is one to go on from when the newest is
 * damaged. For one thread at a time.
 */
public final class Checkpoints implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    private static final String STEPS = "steps-";
    private static final String MARK = "position";
    private static final int KEPT = 2;

    private final Path home;
    private final int attempt;
    private final AttemptDirectories attempts;
    private final StepMark mark;
    private final long furthestBefore;
    private final Set<Path> unusable = new HashSet<>();

    private Checkpoints(Path home, int attempt, AttemptDirectories attempts, StepMark mark) {
        this.home = home;
        this.attempt = attempt;
        this.attempts = attempts;
        this.mark = mark;
        this.furthestBefore = mark.furthest();
    }

    /**
     * Ends every earlier attempt: from now on it finds itself superseded.
     *
     * @param home directory of the training, which is created if it does not exist
     * @throws SupersededException if a later attempt has begun already
     * @throws FullDiskException if there is not even room for that
     */
    public static Checkpoints begin(Path home, int attempt) throws IOException {
        AttemptDirectories attempts = new AttemptDirectories(home);
        try {
            attempts.make(attempt);
            attempts.requireNewest(attempt);
            long furthest = 0;
            for (int number : attempts.numbers()) {
                Path directory = attempts.of(number);
                WholeDirectory.deleteUnfinished(directory);
                furthest = Math.max(furthest, StepMark.read(directory.resolve(MARK)));
            }
            StepMark mark = StepMark.open(attempts.of(attempt).resolve(MARK), furthest);
            return new Checkpoints(home, attempt, attempts, mark);
        } catch (SupersededException e) {
            throw e;
        } catch (IOException e) {
            throw FullDiskException.named("cannot begin attempt " + attempt, home, e);
        }
    }

    /** The newest state that is whole and fits the plan; one that does not is passed over with a warning. */
    public Optional<TrainingState> restore(TrainingPlan plan) throws IOException {
        for (Path checkpoint : newestFirst()) {
            try {
                WholeDirectory.verify(checkpoint);
                return Optional.of(Checkpoint.read(checkpoint, plan));
            } catch (IOException e) {
                log.warn("Checkpoint {} is passed over: {}", checkpoint, e.toString());
                unusable.add(checkpoint);
            }
        }
        return Optional.empty();
    }

    /** Steps that earlier attempts did beyond so many, and that have to be done again. */
    public long stepsBeyond(long steps) {
        return Math.max(0, furthestBefore - steps);
    }

    /** So many steps are done since the beginning of the training; remembered even if the process is killed now. */
    public void reached(long steps) throws IOException {
        mark.reached(steps);
    }

    /**
     * Saves a state between two steps.
     *
     * @throws SupersededException if a later attempt has begun; nothing is saved
     * @throws FullDiskException if there is no room for it; earlier ones are whole, and nothing of this one stays
     */
    public void save(TrainingState state, TrainingPlan plan) throws IOException {
        requireNewest();
        String name = STEPS + "%09d".formatted(state.stepCount());
        try {
            WholeDirectory.write(attempts.of(attempt), name, directory -> Checkpoint.write(directory, state, plan));
        } catch (IOException e) {
            requireNewest(); // a later attempt deletes the directories of earlier ones
            throw FullDiskException.named("cannot save a checkpoint", home, e);
        }
        deleteOld();
    }

    /** @throws SupersededException if a later attempt has begun, which alone may publish anything now */
    public void requireNewest() throws IOException {
        attempts.requireNewest(attempt);
    }

    /** What cannot be deleted now is tried again after the next save. */
    private void deleteOld() {
        try {
            List<Path> all = newestFirst();
            List<Path> kept = all.stream()
                    .filter(checkpoint -> !unusable.contains(checkpoint))
                    .limit(KEPT)
                    .toList();
            for (Path checkpoint : all) {
                if (!kept.contains(checkpoint)) {
                    WholeDirectory.delete(checkpoint);
                }
            }
            for (int earlier : attempts.numbers().headSet(attempt)) {
                if (kept.stream().noneMatch(checkpoint -> checkpoint.startsWith(attempts.of(earlier)))) {
                    WholeDirectory.delete(attempts.of(earlier));
                }
            }
        } catch (IOException e) {
            log.warn("Old checkpoints below {} stay for now: {}", home, e.toString());
        }
    }

    /** Of this attempt and those before it, by the steps done; of equal ones, the later attempt's. */
    private List<Path> newestFirst() throws IOException {
        List<Path> all = new ArrayList<>();
        for (int number : attempts.numbers().headSet(attempt, true).descendingSet()) {
            WholeDirectory.files(attempts.of(number)).forEach((name, path) -> {
                if (name.startsWith(STEPS)) {
                    all.add(path);
                }
            });
        }
        all.sort(Comparator.comparing(
                        (Path checkpoint) -> checkpoint.getFileName().toString())
                .reversed());
        return all;
    }

    /** Lets go of the files; checkpoints stay. */
    @Override
    public void close() throws IOException {
        mark.close();
    }

    /** Deletes everything of a training. */
    public static void delete(Path home) throws IOException {
        WholeDirectory.delete(home);
    }
}
