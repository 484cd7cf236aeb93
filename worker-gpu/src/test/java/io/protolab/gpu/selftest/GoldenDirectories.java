package io.protolab.gpu.selftest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The golden cases of the tests. */
final class GoldenDirectories {
    private GoldenDirectories() {}

    static List<Path> all(String... prefixes) throws IOException {
        return Selftest.find(root()).stream()
                .filter(path -> Stream.of(prefixes).anyMatch(path.getFileName().toString()::startsWith))
                .toList();
    }

    static Path get(String name) {
        return root().resolve(name);
    }

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(GoldenDirectories.class.getResource("/golden"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
