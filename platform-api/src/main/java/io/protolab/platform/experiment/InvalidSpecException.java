package io.protolab.platform.experiment;

import java.util.List;
import java.util.stream.Collectors;

/** A spec that cannot be accepted, with every problem that was found. */
public final class InvalidSpecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SpecProblem> problems;

    public InvalidSpecException(List<SpecProblem> problems) {
        super(problems.stream().map(SpecProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<SpecProblem> problems() {
        return problems;
    }
}
