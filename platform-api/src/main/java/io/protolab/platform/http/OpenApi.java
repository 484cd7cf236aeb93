package io.protolab.platform.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of the routes, made from the routes themselves. */
final class OpenApi {
    private static final Pattern NAME_IN_PATH = Pattern.compile("\\{(\\w+)}");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OpenApi() {}

    static ObjectNode of(List<Operation> operations) {
        ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
        document.putObject("info").put("title", "protolab").put("version", "1");
        ObjectNode paths = document.putObject("paths");
        RecordSchemas schemas = new RecordSchemas();
        for (Operation operation : operations) {
            paths.withObject("/" + operation.path().replace("/", "~1"))
                    .set(operation.method().name().toLowerCase(Locale.ROOT), describe(operation, schemas));
        }
        document.putObject("components").set("schemas", schemas.components());
        return document;
    }

    private static ObjectNode describe(Operation operation, RecordSchemas schemas) {
        ObjectNode method = JSON.objectNode().put("summary", operation.summary());
        method.put("operationId", operationId(operation));
        ArrayNode parameters = JSON.arrayNode();
        Matcher names = NAME_IN_PATH.matcher(operation.path());
        while (names.find()) {
            parameters
                    .addObject()
                    .put("name", names.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        for (QueryParameter parameter : operation.query()) {
            parameter.describe(parameters
                    .addObject()
                    .put("name", parameter.name())
                    .put("in", "query")
                    .put("description", parameter.doc())
                    .putObject("schema"));
        }
        if (!parameters.isEmpty()) {
            method.set("parameters", parameters);
        }
        if (operation.request() != null) {
            method.putObject("requestBody")
                    .put("required", true)
                    .putObject("content")
                    .putObject(operation.request())
                    .putObject("schema")
                    .put("type", "string");
        }
        ObjectNode responses = method.putObject("responses");
        for (HttpStatus success : operation.successes()) {
            ObjectNode content = responses
                    .putObject(Integer.toString(success.getCode()))
                    .put("description", success.getMessage())
                    .putObject("content");
            operation
                    .answer()
                    .ifPresentOrElse(
                            type -> content.putObject("application/json")
                                    .set("schema", schemas.of(type, operation.list())),
                            () -> content.putObject("*/*"));
        }
        responses
                .putObject("default")
                .put("description", "what was wrong and what to do next")
                .putObject("content")
                .putObject("application/json")
                .set("schema", schemas.of(ErrorBody.class, false));
        return method;
    }

    private static String operationId(Operation operation) {
        return operation.method().name().toLowerCase(Locale.ROOT)
                + operation
                        .path()
                        .replace("/api/v1", "")
                        .replaceAll("[^A-Za-z0-9]+", "-")
                        .replaceAll("-$", "");
    }
}
