package io.protolab.cpu.dataset;

import java.nio.file.Path;
import java.util.List;

/** A directory that cannot be made into a dataset; the message names the directory and every problem found. */
public final class UnusableDatasetException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param problems at least one, each a sentence with name, value and next step */
    UnusableDatasetException(Path directory, List<String> problems) {
        super(directory + ": " + String.join("; ", problems));
    }
}
