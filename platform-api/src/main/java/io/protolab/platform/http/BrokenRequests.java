package io.protolab.platform.http;

import io.protolab.platform.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers what is no proper HTTP and never becomes a route, such as a path with {@code %zz}: like everything else, as JSON. */
final class BrokenRequests extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, @Nullable Throwable cause, Callback callback)
            throws IOException {
        generateAcceptableResponse(
                request, response, callback, "application/json", List.of(StandardCharsets.UTF_8), code, message, cause);
    }

    @Override
    protected void writeErrorJson(
            Request request, PrintWriter writer, int code, @Nullable String message, @Nullable Throwable cause) {
        String text =
                "no route was reached: " + message + "; " + nextStep(code) + "; GET /openapi.json lists every route";
        writer.append(Json.text(new ErrorBody(text, List.of())));
    }

    private static String nextStep(int code) {
        return switch (code) {
            case 400 -> "send HTTP/1.1, and %XX for what is no letter or digit in a path";
            case 414, 431 -> "address and headers may have 8 KiB together";
            case 505 -> "send HTTP/1.1";
            default -> "see the API server's log";
        };
    }
}
