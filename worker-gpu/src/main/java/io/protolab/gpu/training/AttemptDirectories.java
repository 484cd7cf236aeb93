package io.protolab.gpu.training;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A directory per attempt on the volume that all workers see. The highest number is the fence: making a directory is atomic, so of two attempts that
 * begin at once each sees itself or both, and the lower one never takes itself for the newest again.
 */
final class AttemptDirectories {
    private static final String ATTEMPT = "attempt-";
    private static final Pattern NAME = Pattern.compile(ATTEMPT + "\\d{6,9}");

    private final Path home;

    AttemptDirectories(Path home) {
        this.home = home;
    }

    Path of(int attempt) {
        return home.resolve(ATTEMPT + "%06d".formatted(attempt));
    }

    /** Makes an attempt's directory, unless it exists. */
    void make(int attempt) throws IOException {
        Files.createDirectories(home);
        try {
            Files.createDirectory(of(attempt));
        } catch (FileAlreadyExistsException again) {
            // the same attempt was begun before
        }
    }

    /** Attempts that have a directory, in order. */
    NavigableSet<Integer> numbers() throws IOException {
        NavigableSet<Integer> numbers = new TreeSet<>();
        for (Map.Entry<String, Path> file : WholeDirectory.files(home).entrySet()) {
            String name = file.getKey();
            if (NAME.matcher(name).matches() && Files.isDirectory(file.getValue())) {
                numbers.add(Integer.parseInt(name.substring(ATTEMPT.length())));
            }
        }
        return numbers;
    }

    /** @throws SupersededException unless this attempt is the highest one */
    void requireNewest(int attempt) throws IOException {
        NavigableSet<Integer> numbers = numbers();
        if (!numbers.tailSet(attempt, false).isEmpty()) {
            throw new SupersededException(home, attempt, "attempt " + numbers.last() + " has begun");
        }
        if (!numbers.contains(attempt)) {
            throw new SupersededException(home, attempt, "its directory was taken away, so the trial has ended");
        }
    }
}
