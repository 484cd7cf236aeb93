package io.protolab.platform.workflow;

import io.protolab.platform.json.Json;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/** How values travel through Temporal. */
public final class Payloads {
    private Payloads() {}

    /** For Temporal clients, workers and tests. */
    public static DataConverter converter() {
        return DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.mapper()));
    }
}
