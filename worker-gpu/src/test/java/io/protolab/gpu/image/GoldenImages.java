package io.protolab.gpu.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Images with the digests of what Pillow 12 makes of them: decoded bytes, and resized ones of the two-pass bilinear filter. */
final class GoldenImages {
    private GoldenImages() {}

    static Stream<JsonNode> all() {
        try (InputStream expected = open("expected.json")) {
            JsonNode cases = new ObjectMapper().readTree(expected);
            return StreamSupport.stream(cases.spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] content(String file) {
        try (InputStream image = open("images/" + file)) {
            return image.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String path) {
        return Objects.requireNonNull(GoldenImages.class.getResourceAsStream(path), path);
    }

    static byte[] littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
