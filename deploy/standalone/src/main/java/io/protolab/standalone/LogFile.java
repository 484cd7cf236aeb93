package io.protolab.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What a child process wrote during its latest start; the log of the start before is kept beside it. */
record LogFile(Path path) {
    private static final int QUOTED_LINES = 5;

    static LogFile fresh(Path path) {
        try {
            if (Files.exists(path)) {
                Path previous = path.resolveSibling(path.getFileName() + ".previous");
                Files.move(path, previous, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.createFile(path);
            return new LogFile(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the log " + path, e);
        }
    }

    /** The whole log; bytes that are no UTF-8 are replaced. */
    String text() {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log " + path, e);
        }
    }

    /** The last lines that say something, indented for the end of an error message. */
    String tail() {
        List<String> lines = text().lines().filter(line -> !line.isBlank()).toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size());
        return last.isEmpty()
                ? "(its log is empty)"
                : String.join("\n", last).indent(4).stripTrailing();
    }

    /** The failure of the process that wrote this log: a full disk is named, anything else is quoted. */
    StartupException failure(String problem) {
        if (text().contains("No space left on device")) {
            return new StartupException(
                    problem + " because the disk is full (" + path + ").",
                    "Free some space, or choose another place with --data DIR.");
        }
        return new StartupException(
                problem + ". Its log ends with\n" + tail() + "\n", "Read all of it in " + path + ".");
    }
}
