package io.protolab.platform.workflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.protolab.platform.json.Json;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/** How values travel through Temporal. */
public final class Payloads {
    private Payloads() {}

    /** The platform's JSON, see {@link Json#mapper()}. */
    public static ObjectMapper json() {
        return Json.mapper();
    }

    /** For Temporal clients, workers and tests. */
    public static DataConverter converter() {
        return DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.mapper()));
    }
}
