package io.protolab.standalone.chaos;

import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.artifact.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in a directory. */
final class FileSums {
    private FileSums() {}

    /** The sha256 of every file but a volume's sign, by its path below the directory; empty if there is no such directory. */
    static SortedMap<String, String> of(Path directory) throws IOException {
        SortedMap<String, String> sums = new TreeMap<>();
        Path sign = directory.resolve(Volume.MARKER);
        if (Files.isDirectory(directory)) {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path file : paths.filter(path -> Files.isRegularFile(path) && !path.equals(sign))
                        .toList()) {
                    try (InputStream content = Files.newInputStream(file)) {
                        sums.put(directory.relativize(file).toString(), Sha256.of(content));
                    }
                }
            }
        }
        return sums;
    }

    /** Those of a folder alone, by their paths below it. */
    static SortedMap<String, String> below(String folder, SortedMap<String, String> sums) {
        String prefix = folder + "/";
        SortedMap<String, String> found = new TreeMap<>();
        sums.tailMap(prefix).entrySet().stream()
                .takeWhile(file -> file.getKey().startsWith(prefix))
                .forEach(file -> found.put(file.getKey().substring(prefix.length()), file.getValue()));
        return found;
    }
}
