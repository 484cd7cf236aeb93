package io.protolab.cpu.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a dataset lies. */
final class DatasetDirectory {

    private DatasetDirectory() {}

    /** The absolute path of a directory that exists. */
    static Path existing(Path directory) throws UnusableDatasetException {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            String problem = Files.exists(absolute)
                    ? "is a file, not a directory; unpack it and name the directory"
                    : "does not exist on this worker; check the path and that all workers see the volume";
            throw new UnusableDatasetException(absolute, List.of(problem));
        }
        return absolute;
    }
}
