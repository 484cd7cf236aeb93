package io.protolab.platform.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One method on one path: what it does, what it answers, and the code behind it. Routes and OpenAPI document are made from it.
 *
 * @param path with {@code {names}}
 * @param request media type of the body; absent without one
 * @param response record of the answer; absent where it is not JSON
 * @param list whether the answer is a list of them
 */
record Operation(
        HandlerType method,
        String path,
        String summary,
        @Nullable String request,
        @Nullable Class<?> response,
        boolean list,
        Handler handler) {
    static Operation get(String path, String summary, Class<?> response, Handler handler) {
        return new Operation(HandlerType.GET, path, summary, null, response, false, handler);
    }

    static Operation list(String path, String summary, Class<?> element, Handler handler) {
        return new Operation(HandlerType.GET, path, summary, null, element, true, handler);
    }

    static Operation file(String path, String summary, Handler handler) {
        return new Operation(HandlerType.GET, path, summary, null, null, false, handler);
    }

    static Operation post(String path, String summary, @Nullable String request, Class<?> response, Handler handler) {
        return new Operation(HandlerType.POST, path, summary, request, response, false, handler);
    }

    Optional<Class<?>> answer() {
        return Optional.ofNullable(response);
    }
}
