package io.protolab.platform.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;

/** A whole number from 1 on that may follow a path: {@code ?limit=20}. */
record CountParameter(String name, int otherwise, String doc) implements QueryParameter {
    /** @throws BadRequestResponse if what was given is no such number */
    int of(Context ctx) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int count = Integer.parseInt(text);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number that is too small
        }
        throw new BadRequestResponse(
                "'" + text + "' is outside of [1, " + Integer.MAX_VALUE + "]: " + name + ", " + doc);
    }

    @Override
    public void describe(ObjectNode schema) {
        schema.put("type", "integer").put("minimum", 1).put("default", otherwise);
    }
}
