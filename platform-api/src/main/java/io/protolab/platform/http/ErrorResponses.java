package io.protolab.platform.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.EndpointNotFound;
import io.protolab.platform.experiment.InvalidSpecException;
import io.protolab.platform.experiment.SpecProblem;
import io.protolab.platform.registry.RegistryException;
import io.protolab.platform.workflow.TemporalUnavailableException;
import io.temporal.client.WorkflowException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exception to status and a body that helps. */
final class ErrorResponses {
    private static final Logger log = LoggerFactory.getLogger(ErrorResponses.class);

    private ErrorResponses() {}

    static void register(RoutesConfig routes) {
        routes.exception(
                InvalidSpecException.class,
                (e, ctx) -> answer(
                        ctx,
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        e.problems().size() == 1
                                ? "1 problem in the spec; mend it and submit again"
                                : e.problems().size() + " problems in the spec; mend them and submit again",
                        e.problems()));
        routes.exception(
                RegistryException.class,
                (e, ctx) -> answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()), List.of()));
        routes.exception(
                TemporalUnavailableException.class,
                (e, ctx) -> answer(
                        ctx,
                        HttpStatus.SERVICE_UNAVAILABLE,
                        e.getMessage() + "; whether it took the request is not known: repeat it, which does no harm,"
                                + " when GET /api/v1/health says that temporal is ok",
                        List.of()));
        routes.exception(
                WorkflowException.class,
                (e, ctx) -> answer(
                        ctx,
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Temporal does not take the request (" + e.getMessage()
                                + "); nothing is lost, try again when /api/v1/health is ok",
                        List.of()));
        routes.exception(HttpResponseException.class, (e, ctx) -> {
            ctx.status(e.getStatus());
            ctx.json(new ErrorBody(message(e), List.of()));
        });
        routes.exception(Exception.class, (e, ctx) -> {
            log.error("{} {} failed", ctx.method(), ctx.path(), e);
            answer(
                    ctx,
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "fault of the platform: " + e + "; see the API server's log",
                    List.of());
        });
    }

    /** Javalin's own words say what, but not what to do. */
    private static String message(HttpResponseException e) {
        if (e.getStatus() == HttpStatus.CONTENT_TOO_LARGE.getCode()) {
            return "the body is longer than " + SpecReader.MOST_CHARACTERS + " bytes; a sweep file is shorter";
        } else if (e instanceof EndpointNotFound || e instanceof MethodNotAllowedResponse) {
            return e.getMessage() + "; GET /openapi.json lists every route and its methods";
        }
        return String.valueOf(e.getMessage());
    }

    private static void answer(Context ctx, HttpStatus status, String message, List<SpecProblem> problems) {
        ctx.status(status);
        ctx.json(new ErrorBody(message, problems));
    }
}
