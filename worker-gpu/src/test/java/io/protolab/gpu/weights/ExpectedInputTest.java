package io.protolab.gpu.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What libraries write beside their weights about the resize; the fields are those of published models. */
class ExpectedInputTest {
    private static final String STATISTICS = "mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{feature_extractor_type: CLIPFeatureExtractor, size: 224, crop_size: 224, do_center_crop: true} | 224 | 224",
                "{size: {shortest_edge: 256}, crop_size: {height: 224, width: 224}, do_center_crop: true} | 224 | 256",
                "{size: {height: 256, width: 256}} | 256 | whole",
                "{feature_extractor_type: ViTFeatureExtractor, size: 224} | 224 | whole",
                "{feature_extractor_type: BeitFeatureExtractor, size: 224, crop_size: 224, do_center_crop: false} | 224 | whole",
                "{feature_extractor_type: DeiTFeatureExtractor, size: 256, crop_size: 224, do_center_crop: true} | 224 | -",
                "{size: {shortest_edge: 224}} | - | -",
                "{size: {height: 224, width: 196}} | 224 | -",
                "{do_resize: false, size: 224} | 224 | -",
                "{do_center_crop: false} | - | -"
            })
    void followsTransformers(String preprocessor, @Nullable Integer side, @Nullable String region) throws IOException {
        ExpectedInput input = TransformersConfig.input(json(preprocessor.replaceFirst(
                        "\\{", "{resample: 3, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5], ")))
                .orElseThrow();

        assertThat(input.side()).isEqualTo(side);
        assertThat(input.region()).isEqualTo(region(region));
        assertThat(input.interpolation()).isEqualTo("bicubic");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "crop_pct: 0.9, crop_mode: center | 248",
                "crop_pct: 1.0 | 224",
                "crop_pct: 1.0, crop_mode: squash | whole",
                "crop_pct: 0.9, crop_mode: squash | -",
                "crop_pct: 1.0, crop_mode: border | -",
                "crop_mode: center | -"
            })
    void followsTimm(String fields, @Nullable String region) throws IOException {
        JsonNode config = json("{pretrained_cfg: {%s, input_size: [3, 224, 224], interpolation: bicubic, %s}}"
                .formatted(STATISTICS, fields));

        assertThat(TimmConfig.input(config).orElseThrow().region()).isEqualTo(region(region));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {"shortest | 224", "squash | whole", "longest | -"})
    void followsOpenClip(String mode, @Nullable String region) throws IOException {
        JsonNode config = json("{model_cfg: {vision_cfg: {image_size: 224}}, preprocess_cfg: {%s, resize_mode: %s}}"
                .formatted(STATISTICS, mode));

        assertThat(OpenClipConfig.input(config).orElseThrow().region()).isEqualTo(region(region));
    }

    @Test
    void takesOpenClipsDefaults_whereItsFileSaysNothingOfTheResize() throws IOException {
        ExpectedInput input = OpenClipConfig.input(
                        json("{model_cfg: {vision_cfg: {}}, preprocess_cfg: {%s}}".formatted(STATISTICS)))
                .orElseThrow();

        assertThat(input.region()).isEqualTo(InputRegion.centreOf(224));
        assertThat(input.interpolation()).isEqualTo("bicubic");
    }

    private static @Nullable InputRegion region(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return text.equals("whole") ? InputRegion.WHOLE : InputRegion.centreOf(Integer.parseInt(text));
    }

    /** Names and words of JSON without their quotes. */
    private static JsonNode json(String text) throws IOException {
        return Json.mapper().readTree(text.replaceAll("\\b(?!true\\b|false\\b)[A-Za-z_]+", "\"$0\""));
    }
}
