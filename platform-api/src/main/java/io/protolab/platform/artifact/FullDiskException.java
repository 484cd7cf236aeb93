package io.protolab.platform.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** There is no room for what was to be written: the same call succeeds as soon as somebody has made some. */
public final class FullDiskException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final Pattern FULL = Pattern.compile("No space left on device|Disk quota exceeded");

    /** What a file system without any room still counts as free; the texts above are known in English only. */
    private static final long NOTHING = 1 << 20;

    /** @param problem what could not be written, and where */
    public FullDiskException(String problem, Path directory) {
        this(problem, directory, null);
    }

    private FullDiskException(String problem, Path directory, @Nullable IOException cause) {
        super(
                problem + ": no space left on the disk of " + directory + room(directory)
                        + "; free some, and the work goes on by itself",
                cause);
    }

    /** The failure of a write below that directory by its name if the disk is full, and as it is otherwise. */
    public static IOException named(String problem, Path directory, IOException failure) {
        return failure instanceof FullDiskException || !isFull(directory, failure)
                ? failure
                : new FullDiskException(problem, directory, failure);
    }

    private static boolean isFull(Path directory, IOException failure) {
        return FULL.matcher(String.valueOf(failure.getMessage())).find() || free(directory) < NOTHING;
    }

    private static String room(Path directory) {
        long free = free(directory);
        return free == Long.MAX_VALUE ? "" : String.format(Locale.ROOT, " (%.1f MB are free)", free / 1e6);
    }

    /** The largest number if it cannot be told. */
    private static long free(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
