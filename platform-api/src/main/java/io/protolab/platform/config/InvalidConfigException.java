package io.protolab.platform.config;

import java.util.List;

/** An environment a process cannot start with, one line per problem. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidConfigException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
