package io.protolab.platform.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something that may follow a path: {@code ?name=value}. */
sealed interface QueryParameter permits CountParameter, TextParameter {
    String name();

    /** What it means, for people. */
    String doc();

    /** Writes its type, and what holds where it is not given, as JSON Schema. */
    void describe(ObjectNode schema);
}
