package io.protolab.cpu.tracking;

import java.nio.charset.StandardCharsets;
import org.mlflow_project.google.protobuf.InvalidProtocolBufferException;
import org.mlflow_project.google.protobuf.Message;
import org.mlflow_project.google.protobuf.MessageOrBuilder;
import org.mlflow_project.google.protobuf.util.JsonFormat;

/**
 * MLflow's typed messages as the JSON of its REST interface. Nothing else is ever sent to it: the server answers 200 to a value
 * of the wrong type and silently drops the rest of the request.
 */
final class MlflowJson {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

    private MlflowJson() {}

    /** Equal messages give equal bytes. */
    static byte[] print(MessageOrBuilder message) {
        try {
            return PRINTER.print(message).getBytes(StandardCharsets.UTF_8);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a message of MLflow: " + message, e);
        }
    }

    /**
     * Reads JSON into an empty builder.
     *
     * @throws IllegalArgumentException if it is not the JSON of such a message
     */
    static <B extends Message.Builder> B read(byte[] json, B builder) {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            PARSER.merge(text, builder);
            return builder;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "not the JSON of a " + builder.getDescriptorForType().getName() + ": " + text, e);
        }
    }
}
