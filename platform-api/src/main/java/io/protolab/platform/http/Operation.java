package io.protolab.platform.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One method on one path: what it does, what it answers, and the code behind it. Routes and OpenAPI document are made from it.
 *
 * @param path with {@code {names}}
 * @param request media type of the body; absent without one
 * @param response record of the answer; absent where it is not JSON
 * @param list whether the answer is a list of them
 * @param successes every status of a success, the usual one first
 * @param query what may follow the path
 */
record Operation(
        HandlerType method,
        String path,
        String summary,
        @Nullable String request,
        @Nullable Class<?> response,
        boolean list,
        List<HttpStatus> successes,
        List<QueryParameter> query,
        Handler handler) {
    private static final List<HttpStatus> OK = List.of(HttpStatus.OK);

    Operation {
        successes = List.copyOf(successes);
        query = List.copyOf(query);
    }

    static Operation get(String path, String summary, Class<?> response, Handler handler) {
        return new Operation(HandlerType.GET, path, summary, null, response, false, OK, List.of(), handler);
    }

    static Operation list(String path, String summary, Class<?> element, Handler handler) {
        return new Operation(HandlerType.GET, path, summary, null, element, true, OK, List.of(), handler);
    }

    static Operation file(String path, String summary, Handler handler) {
        return new Operation(HandlerType.GET, path, summary, null, null, false, OK, List.of(), handler);
    }

    static Operation post(String path, String summary, @Nullable String request, Class<?> response, Handler handler) {
        return new Operation(HandlerType.POST, path, summary, request, response, false, OK, List.of(), handler);
    }

    static Operation postForList(String path, String summary, Class<?> element, Handler handler) {
        return new Operation(HandlerType.POST, path, summary, null, element, true, OK, List.of(), handler);
    }

    Operation answering(HttpStatus... statuses) {
        return new Operation(method, path, summary, request, response, list, List.of(statuses), query, handler);
    }

    Operation with(QueryParameter... parameters) {
        return new Operation(method, path, summary, request, response, list, successes, List.of(parameters), handler);
    }

    Optional<Class<?>> answer() {
        return Optional.ofNullable(response);
    }
}
