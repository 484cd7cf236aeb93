package io.protolab.platform.workflow;

import io.protolab.platform.experiment.StoredSpecs;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/** How values travel through Temporal. */
public final class Payloads {
    private Payloads() {}

    /** For Temporal clients, workers and tests. */
    public static DataConverter converter() {
        return DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(StoredSpecs.mapper()));
    }
}
