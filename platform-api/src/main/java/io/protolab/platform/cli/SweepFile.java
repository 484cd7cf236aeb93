package io.protolab.platform.cli;

import io.protolab.platform.http.SpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a sweep file that a user named. */
final class SweepFile {
    private SweepFile() {}

    /** @throws CommandFailure if it is not there, or cannot be a sweep file */
    static String read(String file) {
        try {
            byte[] content =
                    file.equals("-") ? System.in.readNBytes(SpecReader.MOST_CHARACTERS + 1) : start(Path.of(file));
            if (content.length > SpecReader.MOST_CHARACTERS) {
                throw refusal(file, "is longer than " + SpecReader.MOST_CHARACTERS + " bytes; a sweep file is shorter");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (NoSuchFileException | InvalidPathException e) {
            throw refusal(file, "does not exist; give the path of a YAML file");
        } catch (CharacterCodingException e) {
            throw refusal(file, "is not text in UTF-8; give a YAML file, saved as such");
        } catch (IOException e) {
            throw refusal(file, "cannot be read (" + e + "); give the path of a YAML file");
        }
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return content.readNBytes(SpecReader.MOST_CHARACTERS + 1);
        }
    }

    private static CommandFailure refusal(String file, String problem) {
        return new CommandFailure(ExitCodes.INVALID, "sweep file '" + file + "' " + problem);
    }
}
