package io.protolab.platform.cli;

import io.protolab.platform.export.ExportPart;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Paths of the API below its address; whatever a user takes for an id is one segment of them. */
public final class ApiPaths {
    public static final String SWEEPS = "/api/v1/sweeps";
    public static final String VALIDATE = "/api/v1/validate";
    public static final String HEALTH = "/api/v1/health";

    public static final String DELIVERIES = "/api/v1/deliveries";
    public static final String FEATURE_SETS = "/api/v1/feature-sets";
    public static final String SCHEDULES = "/api/v1/schedules";

    private ApiPaths() {}

    public static String sweep(String id) {
        return SWEEPS + "/" + segment(id);
    }

    public static String trial(String id) {
        return "/api/v1/trials/" + segment(id);
    }

    static String ledger(String trialId) {
        return trial(trialId) + "/ledger";
    }

    static String retry(String subject) {
        return DELIVERIES + "/" + segment(subject) + "/retry";
    }

    /** @param format of {@link io.protolab.platform.export.ExportFormat}, or {@code both} */
    static String export(String trialId, ExportPart part, String format) {
        return trial(trialId) + "/exports/" + part.text() + "/" + format;
    }

    static String model(String trialId, String name) {
        return trial(trialId) + "/models/" + segment(name);
    }

    /** @param deep whether to read every recorded file as well */
    static String doctor(boolean deep) {
        return "/api/v1/doctor/" + (deep ? "deep" : "quick");
    }

    static String eviction(String featureKey) {
        return FEATURE_SETS + "/" + segment(featureKey) + "/evict";
    }

    static String schedule(String name) {
        return SCHEDULES + "/" + segment(name);
    }

    /** @param name null lets the sweep's own be taken */
    static String newSchedule(String cron, String timezone, @Nullable String name) {
        return SCHEDULES + "?cron=" + encoded(cron) + "&timezone=" + encoded(timezone)
                + (name == null ? "" : "&name=" + encoded(name));
    }

    private static String segment(String id) {
        if (id.isBlank()) {
            throw new CommandFailure(ExitCodes.INVALID, "an id is empty; 'protolab ls' lists those of the sweeps");
        }
        return encoded(id);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
