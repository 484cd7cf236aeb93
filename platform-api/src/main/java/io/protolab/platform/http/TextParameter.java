package io.protolab.platform.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Optional;

/** Words that may follow a path: {@code ?timezone=UTC}. */
record TextParameter(String name, String doc) implements QueryParameter {
    Optional<String> of(Context ctx) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(text -> !text.isBlank());
    }

    @Override
    public void describe(ObjectNode schema) {
        schema.put("type", "string");
    }
}
