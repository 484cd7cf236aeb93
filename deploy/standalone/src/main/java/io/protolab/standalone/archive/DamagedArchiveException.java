package io.protolab.standalone.archive;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file is no backup, or not the whole of one, or not as it was written; the message is a sentence. */
public final class DamagedArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedArchiveException(Path file, String problem) {
        this(file, problem, null);
    }

    DamagedArchiveException(Path file, String problem, @Nullable Throwable cause) {
        super(file + " " + problem, cause);
    }
}
