package io.protolab.platform.cli;

import io.protolab.platform.http.ErrorBody;
import java.util.List;
import java.util.stream.Collectors;

/** Ends a command with a message for people and a code for scripts. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient ErrorBody body;

    public CommandFailure(int exitCode, String message) {
        this(exitCode, new ErrorBody(message, List.of()));
    }

    /** @param body for scripts; for people it becomes the message, a line per problem */
    CommandFailure(int exitCode, ErrorBody body) {
        super(body.message()
                + body.problems().stream().map(problem -> "\n  " + problem).collect(Collectors.joining()));
        this.exitCode = exitCode;
        this.body = body;
    }

    ErrorBody body() {
        return body;
    }

    public int exitCode() {
        return exitCode;
    }
}
