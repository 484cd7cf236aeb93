package io.protolab.platform.export;

import java.util.List;

/**
 * What is left to do for a request.
 *
 * @param input of the trial
 * @param missing formats in which the registry has no file of that part
 */
public record ExportPlan(ExportInput input, List<ExportFormat> missing) {
    public ExportPlan {
        missing = List.copyOf(missing);
    }
}
