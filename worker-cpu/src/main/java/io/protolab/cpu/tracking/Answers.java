package io.protolab.cpu.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.platform.json.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the answers of MLflow 3: status, error code, and where these are ambiguous, the text. */
final class Answers {
    private static final int SHOWN = 300;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private Answers() {}

    /** @param retryAfter the header of that name, absent if there was none */
    static Answer read(String request, int status, String body, @Nullable String retryAfter) {
        JsonNode json = json(body);
        String reason = request + " was answered with " + status + ": "
                + (body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body);
        if (status == 408 || status == 429 || status >= 500) {
            return new Answer(Kind.BUSY, reason, seconds(retryAfter));
        }
        if (status == 200 && body.isEmpty()) {
            return Answer.ok(body); // as to an upload
        }
        if (json == null || !json.isObject()) {
            return Answer.of(
                    Kind.MISCONFIGURED,
                    reason + " - this is not the REST interface of MLflow; check its address and --allowed-hosts");
        }
        return status == 200 ? Answer.ok(body) : Answer.of(kind(status, json), reason);
    }

    private static Kind kind(int status, JsonNode json) {
        String code = json.path("error_code").asText();
        String message = json.path("message").asText();
        if (code.equals("RESOURCE_ALREADY_EXISTS")) {
            return Kind.EXISTS;
        }
        if (code.equals("RESOURCE_DOES_NOT_EXIST") || message.contains("must be in the 'active' state")) {
            return Kind.GONE;
        }
        if (status == 400 && code.equals("BAD_REQUEST") && isLostRace(message)) {
            return Kind.CONTENDED;
        }
        return status == 400 || status == 413 ? Kind.REFUSED : Kind.MISCONFIGURED;
    }

    /** MLflow answers 400 to every error of its database that is not about availability. */
    private static boolean isLostRace(String message) {
        return message.contains("UniqueViolation")
                || message.contains("IntegrityError")
                || message.contains("UNIQUE constraint")
                || message.contains("deadlock");
    }

    private static @Nullable JsonNode json(String body) {
        try {
            return Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** The header may also hold a date, which no MLflow sends; our own pause will do then. */
    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        if (retryAfter == null || !retryAfter.matches("\\d{1,9}")) {
            return null;
        }
        Duration pause = Duration.ofSeconds(Long.parseLong(retryAfter));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
