package io.protolab.platform.workflow;

import io.temporal.common.SearchAttributeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a Temporal server offers beyond running workflows. The embedded one offers none of it.
 *
 * @param visibility lists of workflows
 * @param searchAttributes lists that can be searched by {@link SearchKeys}; only where there are lists
 * @param schedules workflows that are started by the clock
 */
public record ServerCapabilities(boolean visibility, boolean searchAttributes, boolean schedules) {

    /** What somebody is told who wants a schedule where there are none. */
    public static final String NO_SCHEDULES =
            "this Temporal server starts nothing by the clock (the embedded one never does); let cron call"
                    + " 'protolab submit FILE --again $(date +%Y%m%d)', or use a server of your own";

    /** A sentence for each thing that is not there: what, and what serves instead. */
    public List<String> lacking() {
        List<String> lacking = new ArrayList<>();
        if (!visibility) {
            lacking.add("visibility: this Temporal server lists no workflows (the embedded one never does);"
                    + " 'protolab ls' lists what the registry knows");
        } else if (!searchAttributes) {
            lacking.add(
                    "search attributes: this Temporal server's lists cannot be searched by sweep, state, dataset or backbone;"
                            + " have its operator add "
                            + SearchKeys.ALL.stream()
                                    .map(ServerCapabilities::described)
                                    .collect(Collectors.joining(", ")));
        }
        if (!schedules) {
            lacking.add("schedules: " + NO_SCHEDULES);
        }
        return lacking;
    }

    private static String described(SearchAttributeKey<?> key) {
        boolean list = key.getValueClass() == List.class;
        return key.getName() + " (" + (list ? "KeywordList" : "Keyword") + ")";
    }
}
