package io.protolab.standalone;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Temporal's own server, and the tool that makes its tables: a machine has them or not, because no package registry of Java carries them.
 *
 * @param server runs all of its services in one process
 * @param sqlTool of the same version
 */
record TemporalPrograms(Path server, Path sqlTool) {
    static final String VERSION = "1.31.2";

    private static final String VARIABLE = "PROTOLAB_TEMPORAL_SERVER";

    static final String HOW_TO_GET_THEM = "Build it once with deploy/bin/get-temporal, or name the directory that holds"
            + " temporal-server and temporal-sql-tool in " + VARIABLE + ".";

    /** The programs of this machine. */
    static Optional<TemporalPrograms> find() {
        return find(System.getenv(), Path.of(System.getProperty("user.home", "")));
    }

    /**
     * Looks where the variable says, otherwise on the PATH, otherwise where {@code deploy/bin/get-temporal} puts them.
     *
     * @throws StartupException if the variable names a directory without them
     */
    static Optional<TemporalPrograms> find(Map<String, String> variables, Path home) {
        String named = variables.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return Optional.of(in(Path.of(named))
                    .orElseThrow(() -> new StartupException(
                            VARIABLE + " is '" + named
                                    + "', which does not hold temporal-server and temporal-sql-tool.",
                            "Run deploy/bin/get-temporal, which puts them there, or unset the variable.")));
        }
        Stream<Path> path = Stream.of(variables.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of);
        return Stream.concat(path, Stream.of(home.resolve(".cache/protolab/temporal-" + VERSION)))
                .flatMap(directory -> in(directory).stream())
                .findFirst();
    }

    /** @throws StartupException if this machine has none, with the way to get them */
    static TemporalPrograms require() {
        return find().orElseThrow(() -> new StartupException("This machine has no Temporal server.", HOW_TO_GET_THEM));
    }

    private static Optional<TemporalPrograms> in(Path directory) {
        Path absolute = directory.toAbsolutePath();
        TemporalPrograms programs =
                new TemporalPrograms(absolute.resolve("temporal-server"), absolute.resolve("temporal-sql-tool"));
        return Optional.of(programs)
                .filter(found -> Files.isExecutable(found.server()) && Files.isExecutable(found.sqlTool()));
    }
}
