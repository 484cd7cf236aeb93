package io.protolab.gpu.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.artifact.Sha256;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Digests of what torchvision makes of the golden images; the key of each names the pipeline. */
class PreprocessingTest {
    private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);

    private static final Map<String, Preprocessing> SQUARES = Map.of(
            "resize56x56_bilinear", stretched(56),
            "resize224x224_bilinear", stretched(224),
            "resize64_crop56_bilinear", cut(64, 56, ResizeFilter.BILINEAR),
            "resize56_crop56_bicubic", cut(56, 56, ResizeFilter.BICUBIC),
            "resize256_crop224_bilinear", cut(256, 224, ResizeFilter.BILINEAR),
            "resize224_crop224_bicubic", cut(224, 224, ResizeFilter.BICUBIC),
            "resize256_crop224_bicubic", cut(256, 224, ResizeFilter.BICUBIC));

    private static final Map<String, Preprocessing> NORMALISED = Map.of(
            "resize56x56_bilinear_imagenet_f32",
            stretched(56),
            "resize56x56_bilinear_clip_f32",
            new Preprocessing(56, CLIP_MEAN, CLIP_STD));

    private static Preprocessing stretched(int size) {
        return new Preprocessing(size, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD);
    }

    private static Preprocessing cut(int shortSide, int size, ResizeFilter filter) {
        return stretched(size).withFraming(new Framing(InputRegion.centreOf(shortSide), filter));
    }

    static Stream<JsonNode> images() {
        return ImageDecoderGoldenTest.readable();
    }

    @ParameterizedTest
    @MethodSource("images")
    void equalsTorchvisionInEveryBit(JsonNode image) throws UnreadableImageException {
        String file = image.get("file").asText();
        RgbImage decoded = ImageDecoder.decode(GoldenImages.content(file), file);

        SQUARES.forEach((pipeline, preprocessing) -> {
            if (image.has(pipeline)) {
                byte[] square = preprocessing
                        .framing()
                        .apply(decoded, preprocessing.size())
                        .rgb();
                assertThat(Sha256.of(square))
                        .as(file + " " + pipeline)
                        .isEqualTo(image.get(pipeline).asText());
            }
        });
        NORMALISED.forEach((pipeline, preprocessing) -> {
            if (image.has(pipeline)) {
                byte[] values = GoldenImages.littleEndian(preprocessing.apply(decoded));
                assertThat(Sha256.of(values))
                        .as(file + " " + pipeline)
                        .isEqualTo(image.get(pipeline).asText());
            }
        });
    }

    @Test
    void cutsTheCentreBeforeAnythingElse_whereTheDatasetAsksForIt() throws UnreadableImageException {
        RgbImage image = ImageDecoder.decode(GoldenImages.content("png_photo.png"), "png_photo.png");

        Preprocessing cut = Preprocessing.of(stretched(224), ReferenceSwitches.STRICT, true, 224);

        assertThat(cut.apply(image)).isEqualTo(stretched(224).apply(image.crop(36, 16, 224, 224)));
        assertThat(Preprocessing.of(stretched(56), ReferenceSwitches.STRICT, true, 300)
                        .apply(image))
                .as("an image that is smaller than the square")
                .isEqualTo(stretched(56).apply(image));
    }

    @Test
    void writesItselfAsItAlwaysDid_becauseContentAddressesAreMadeOfIt() {
        assertThat(Json.text(cut(64, 56, ResizeFilter.BICUBIC)))
                .startsWith("{\"framing\":{\"filter\":\"BICUBIC\",\"shortSide\":64},\"mean\":[0.485,");
        assertThat(Json.text(stretched(56)))
                .isEqualTo("{\"framing\":{\"filter\":\"BILINEAR\",\"shortSide\":null},\"mean\":[0.485,0.456,0.406],"
                        + "\"size\":56,\"std\":[0.229,0.224,0.225]}");
    }

    @Test
    void refusesASquareThatIsLargerThanTheShorterSide() {
        assertThatThrownBy(() -> cut(200, 224, ResizeFilter.BICUBIC))
                .hasMessageContaining("224 pixels cannot be cut out of an image whose shorter side is 200");
    }
}
