package io.protolab.gpu.selftest;

import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.PrototypeHead;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** All golden cases: those of the tests, and those that ship with the product. */
public final class GoldenDirectories {
    private static final List<String> ROOTS = List.of("/golden", "/io/protolab/gpu/selftest/cases");

    private GoldenDirectories() {}

    /** Those whose names start in this way. */
    public static List<Path> all(String prefix) throws IOException {
        List<Path> directories = new ArrayList<>();
        for (String root : ROOTS) {
            Selftest.find(directory(root)).stream()
                    .filter(path -> path.getFileName().toString().startsWith(prefix))
                    .forEach(directories::add);
        }
        return directories;
    }

    /**
     * The head of a case.
     *
     * @param prefix of its parameters among the inputs
     */
    public static PrototypeHead head(Path directory, String prefix) throws IOException {
        GoldenCase golden = GoldenCase.read(directory);
        return new HeadOfCase(golden, golden.inputs()).head(prefix);
    }

    /** How the patches of a case lie. */
    public static PatchGrid grid(Path directory) throws IOException {
        GoldenCase golden = GoldenCase.read(directory);
        return new HeadOfCase(golden, golden.inputs()).grid();
    }

    private static Path directory(String resource) {
        try {
            return Path.of(Objects.requireNonNull(GoldenDirectories.class.getResource(resource))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
