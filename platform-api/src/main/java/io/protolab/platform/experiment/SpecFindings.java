package io.protolab.platform.experiment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The problems that rules find, in their order. A rule that reads a value which was replaced finds nothing. */
final class SpecFindings {
    private final BrokenPaths broken;
    private final List<SpecProblem> problems = new ArrayList<>();

    /** @param broken paths of values that were replaced */
    SpecFindings(Collection<String> broken) {
        this.broken = new BrokenPaths(broken);
    }

    /** @param alsoRead paths of the other fields that the rule reads */
    void require(boolean holds, String path, String message, String... alsoRead) {
        if (!holds && Stream.concat(Stream.of(path), Stream.of(alsoRead)).noneMatch(broken::touch)) {
            problems.add(new SpecProblem(path, message));
        }
    }

    List<SpecProblem> problems() {
        return List.copyOf(problems);
    }
}
