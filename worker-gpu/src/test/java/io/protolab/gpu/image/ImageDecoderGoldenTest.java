package io.protolab.gpu.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.dataset.ImageFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageDecoderGoldenTest {
    @ParameterizedTest
    @MethodSource("readable")
    void decodesToThePixelsOfPillow(JsonNode image) throws UnreadableImageException {
        RgbImage decoded = ImageDecoder.decode(
                GoldenImages.content(image.get("file").asText()),
                image.get("file").asText());

        assertThat(Sha256.of(decoded.rgb()))
                .as(image.toString())
                .isEqualTo(image.get("raw").asText());
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void refusesWithTheNameAndTheReason(JsonNode image) {
        String file = image.get("file").asText();

        assertThatThrownBy(() -> ImageDecoder.decode(GoldenImages.content(file), file))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageStartingWith(file + ": ");
    }

    static Stream<JsonNode> readable() {
        return GoldenImages.all()
                .filter(image ->
                        image.has("raw") && image.get("verdict").asText().startsWith("decode"))
                .filter(image -> ImageFormat.of(
                                GoldenImages.content(image.get("file").asText()))
                        .isReadable());
    }

    static Stream<JsonNode> unreadable() {
        return GoldenImages.all()
                .filter(image -> image.get("verdict").asText().equals("reject")
                        || !ImageFormat.of(
                                        GoldenImages.content(image.get("file").asText()))
                                .isReadable());
    }
}
