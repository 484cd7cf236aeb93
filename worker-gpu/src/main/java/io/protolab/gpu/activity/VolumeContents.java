package io.protolab.gpu.activity;

import io.protolab.platform.workflow.VolumeSurvey;
import io.protolab.platform.workflow.VolumeSurvey.Kept;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the two directories that GPU workers share. Others write there meanwhile: what is gone when it is looked at is not there.
 *
 * @param features directory of feature sets
 * @param trials directories of checkpoints
 */
record VolumeContents(Path features, TrialDirectories trials, Clock clock) {
    /** A survey travels as one message. */
    private static final int MOST_LISTED = 2000;

    /** What is unfinished for so long has lost its process. */
    private static final Duration LONGEST_WRITE = Duration.ofDays(1);

    private static final Pattern FEATURE_SET = Pattern.compile("[0-9a-f]{64}");
    private static final String HIDDEN = ".";
    private static final String UNFINISHED = "unfinished-";

    private static final String SET_ASIDE = "set-aside";

    VolumeSurvey survey() throws IOException {
        List<Kept> checkpoints = new ArrayList<>();
        for (Path home : children(trials.all())) {
            kept(home, TrialDirectories.trialOf(home)).ifPresent(checkpoints::add);
        }
        List<Kept> sets = new ArrayList<>();
        for (Path set : children(features)) {
            if (FEATURE_SET.matcher(set.getFileName().toString()).matches()) {
                kept(set, set.getFileName().toString()).ifPresent(sets::add);
            }
        }
        List<Kept> leftovers = new ArrayList<>();
        for (Path path : unfinished()) {
            kept(path, nameOf(path)).filter(this::isAbandoned).ifPresent(leftovers::add);
        }
        boolean complete = Stream.of(checkpoints, sets, leftovers).allMatch(list -> list.size() <= MOST_LISTED);
        return new VolumeSurvey(largest(checkpoints), largest(sets), largest(leftovers), complete);
    }

    private boolean isAbandoned(Kept file) {
        return file.touched().isBefore(clock.instant().minus(LONGEST_WRITE));
    }

    private static List<Kept> largest(List<Kept> all) {
        return all.stream()
                .sorted(Comparator.comparingLong(Kept::bytes).reversed().thenComparing(Kept::name))
                .limit(MOST_LISTED)
                .toList();
    }

    /** What is being written, or was when its process died. */
    private List<Path> unfinished() throws IOException {
        List<Path> unfinished = new ArrayList<>();
        for (Path child : children(features)) {
            if (child.getFileName().toString().startsWith(HIDDEN)) {
                unfinished.add(child);
            }
        }
        for (Path home : children(trials.all())) {
            for (Path attempt : children(home)) {
                children(attempt).stream()
                        .filter(child -> child.getFileName().toString().startsWith(UNFINISHED))
                        .forEach(unfinished::add);
            }
        }
        return unfinished;
    }

    private String nameOf(Path path) {
        return path.startsWith(features)
                ? "features/" + features.relativize(path)
                : "work/" + trials.work().relativize(path);
    }

    /** @return false if there was none */
    boolean setAside(String trialId) throws IOException {
        Path home = trials.home(trialId);
        Path shelf = Files.createDirectories(trials.work().resolve(SET_ASIDE));
        for (int copy = 1; Files.exists(home); copy++) {
            Path place = shelf.resolve(home.getFileName() + (copy == 1 ? "" : "-" + copy));
            if (!Files.exists(place)) {
                Files.move(home, place, StandardCopyOption.ATOMIC_MOVE);
                return true;
            }
        }
        return false;
    }

    /** @return false if it is no leftover (any more) */
    boolean deleteLeftover(String name) throws IOException {
        for (Path path : unfinished()) {
            if (nameOf(path).equals(name)
                    && kept(path, name).filter(this::isAbandoned).isPresent()) {
                try (Stream<Path> files = Files.walk(path)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(file);
                    }
                }
                return true;
            }
        }
        return false;
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }

    private static Optional<Kept> kept(Path root, String name) throws IOException {
        Sum sum = new Sum();
        Files.walkFileTree(root, sum);
        return Optional.ofNullable(sum.touched).map(touched -> new Kept(name, sum.bytes, touched));
    }

    /** Adds up a tree. */
    private static final class Sum extends SimpleFileVisitor<Path> {
        private long bytes;
        private @Nullable Instant touched;

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            touch(attributes);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            touch(attributes);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
            if (gone instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw gone;
        }

        private void touch(BasicFileAttributes attributes) {
            Instant written = attributes.lastModifiedTime().toInstant();
            touched = touched == null || written.isAfter(touched) ? written : touched;
        }
    }
}
