package io.protolab.platform.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a starting process until what it needs from elsewhere is there: the others of a platform start and fail in any order. It waits without
 * an end, looks less and less often, and says for what; a signal ends the process at once, because nothing runs yet.
 */
public final class StartWait {
    private static final Logger log = LoggerFactory.getLogger(StartWait.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** What is away for hours is still noticed soon. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Duration firstPause;
    private final Consumer<String> told;

    StartWait(Duration firstPause, Consumer<String> told) {
        this.firstPause = firstPause;
        this.told = told;
    }

    /**
     * Looks for something until it is there.
     *
     * @param what as a person knows it, such as {@code PostgreSQL at 127.0.0.1:5432}
     * @param look returns it, throws {@link AwayException} if it may come later, and {@link InvalidConfigException} if it never will
     */
    public static <T> T until(String what, Supplier<T> look) {
        return new StartWait(FIRST_PAUSE, log::warn).await(what, look);
    }

    /**
     * Makes directories that are missing, and waits for a volume that is away, full or not ours to write.
     *
     * @throws InvalidConfigException if something else bears the name
     */
    public static void forDirectories(Path... directories) {
        for (Path directory : directories) {
            var unused = until("the directory " + directory, () -> made(directory));
        }
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            throw new InvalidConfigException(List.of(
                    "'" + e.getFile() + "' is a file and should be a directory; name another, or move the file"));
        } catch (IOException e) {
            throw new AwayException(e.toString(), e);
        }
    }

    <T> T await(String what, Supplier<T> look) {
        Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Duration pause = firstPause;
        for (boolean waited = false; ; waited = true) {
            try {
                T found = look.get();
                if (waited) {
                    told.accept(what + " is there");
                }
                return found;
            } catch (AwayException away) {
                told.accept("waiting for " + what + " since " + since + ": " + away.getMessage() + "; next look in "
                        + pause.toSeconds() + " s");
                sleep(pause, away);
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void sleep(Duration pause, AwayException away) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away;
        }
    }
}
