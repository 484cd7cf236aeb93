package io.protolab.cpu.tracking;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request to MLflow, typed by what to do next.
 *
 * @param text the body of an {@link Kind#OK}, else the reason in words
 * @param retryAfter the pause the server asked for; absent if it named none
 */
record Answer(Kind kind, String text, @Nullable Duration retryAfter) {
    /** What to do next. */
    enum Kind {
        /** It is done. */
        OK,
        /** Something of that name exists already: read it and go on. */
        EXISTS,
        /** It could not be done now (408, 429, 5xx): the same request again, later. */
        BUSY,
        /** Two writers met in a database transaction: the same request again, a few times. */
        CONTENDED,
        /** The request was sent and no answer came; it may have taken effect. */
        NO_ANSWER,
        /** There is nobody to send to; nothing took effect. */
        UNREACHABLE,
        /** Something between us and MLflow is set up wrongly; every other request would fail as well. */
        MISCONFIGURED,
        /** The run or experiment was removed by a person. */
        GONE,
        /** MLflow will never take this request. */
        REFUSED
    }

    static Answer ok(String body) {
        return new Answer(Kind.OK, body, null);
    }

    static Answer of(Kind kind, String reason) {
        return new Answer(kind, reason, null);
    }

    byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    boolean isOk() {
        return kind == Kind.OK;
    }
}
