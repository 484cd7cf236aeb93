package io.protolab.platform.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a sweep file that a user named. */
final class SweepFile {
    private SweepFile() {}

    static String read(String file) {
        try {
            return file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCodes.INVALID,
                    "cannot read the sweep file '" + file + "' (" + e + "); give the path of a YAML file");
        }
    }
}
