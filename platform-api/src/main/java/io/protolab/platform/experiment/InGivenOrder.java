package io.protolab.platform.experiment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.Map;

/** Writes a map as it is ordered, where canonical JSON would sort it: for maps whose order means something. */
final class InGivenOrder extends JsonSerializer<Map<String, ?>> {
    @Override
    public void serialize(Map<String, ?> map, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject(map);
        for (Map.Entry<String, ?> entry : map.entrySet()) {
            provider.defaultSerializeField(entry.getKey(), entry.getValue(), json);
        }
        json.writeEndObject();
    }
}
