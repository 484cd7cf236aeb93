package io.protolab.platform.workflow;

import io.protolab.platform.export.ExportFormat;
import io.protolab.platform.export.ExportRequest;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Workflow ids are functions of registry ids, so that starting again joins what runs. */
public final class WorkflowIds {
    private static final String SCHEDULE = "schedule/";
    private static final Pattern FIRING =
            Pattern.compile(SCHEDULE + "(?<name>.+)-(?<day>\\d{4}-\\d\\d-\\d\\d)T(?<time>\\d\\d:\\d\\d:\\d\\d)Z");

    private WorkflowIds() {}

    /** What a workflow is for, by its id. */
    public enum Kind {
        SWEEP("sweep/"),
        TRIAL("trial/"),
        EXPORT("export/"),
        EVICTION("eviction/"),
        /** Examinations, schedules, and what is not ours. */
        OTHER("");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    /**
     * What a workflow is for.
     *
     * @param subject sweep, trial or feature set; the whole id of another kind
     */
    public record Purpose(Kind kind, String subject) {}

    /** The inverse of the functions below, as far as the registry is concerned. */
    public static Purpose purpose(String workflowId) {
        Kind kind = Arrays.stream(Kind.values())
                .filter(one -> workflowId.startsWith(one.prefix))
                .findFirst()
                .orElseThrow();
        String rest = workflowId.substring(kind.prefix.length());
        return new Purpose(kind, kind == Kind.EXPORT ? rest.replaceFirst("/.*", "") : rest);
    }

    public static String sweep(String sweepId) {
        return Kind.SWEEP.prefix + sweepId;
    }

    public static String eviction(String featureKey) {
        return Kind.EVICTION.prefix + featureKey;
    }

    /** Of one examination; two at a time are no harm. */
    static String checkup(String name) {
        return "checkup/" + name;
    }

    public static String trial(String trialId) {
        return Kind.TRIAL.prefix + trialId;
    }

    /** Of a schedule; its firings are workflows whose ids Temporal makes of it and the time, {@code schedule/nightly-2026-11-24T02:00:00Z}. */
    static String schedule(String name) {
        return SCHEDULE + name;
    }

    static boolean isSchedule(String id) {
        return id.startsWith(SCHEDULE);
    }

    static String nameOfSchedule(String id) {
        return id.substring(SCHEDULE.length());
    }

    /** Id of the sweep that a firing accepts: {@code nightly-20261124-020000}. */
    public static String sweepOfFiring(String workflowId) {
        Matcher firing = FIRING.matcher(workflowId);
        if (!firing.matches()) {
            throw new IllegalArgumentException("'" + workflowId + "' is no id of a schedule's firing");
        }
        String day = firing.group("day").replace("-", "");
        String time = firing.group("time").replace(":", "");
        return firing.group("name") + "-" + day + "-" + time;
    }

    public static String export(ExportRequest request) {
        String formats = request.formats().stream().map(ExportFormat::text).collect(Collectors.joining("+"));
        String files =
                Kind.EXPORT.prefix + request.trialId() + "/" + request.part().text() + "/" + formats;
        return request.modelName() == null ? files : files + "/as/" + request.modelName();
    }
}
