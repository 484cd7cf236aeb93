package io.protolab.platform.http;

import io.protolab.platform.experiment.SpecProblem;
import java.util.List;

/**
 * Body of every answer that is not a success.
 *
 * @param message what was wrong and what to do next
 * @param problems one per fault of a spec; empty for other errors
 */
public record ErrorBody(String message, List<SpecProblem> problems) {
    public ErrorBody {
        problems = List.copyOf(problems);
    }
}
