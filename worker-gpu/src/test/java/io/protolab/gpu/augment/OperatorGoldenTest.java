package io.protolab.gpu.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.image.RgbImage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorGoldenTest {
    static Stream<JsonNode> operators() {
        return GoldenViews.each("operators");
    }

    static Stream<JsonNode> mixes() {
        return GoldenViews.each("mixes");
    }

    @ParameterizedTest
    @MethodSource("operators")
    void changesPixelsAsTorchvisionDoes(JsonNode given) {
        RgbImage changed = GoldenViews.operator(given)
                .apply(
                        GoldenViews.image("augmix_source"),
                        given.get("magnitude").asDouble());

        assertThat(changed.rgb())
                .isEqualTo(GoldenViews.image(given.get("key").asText()).rgb());
    }

    @ParameterizedTest
    @MethodSource("mixes")
    void mixesChainsAsTorchvisionDoes(JsonNode given) {
        RgbImage mixed = GoldenViews.mix(given).apply(GoldenViews.image("augmix_source"));

        assertThat(mixed.rgb())
                .isEqualTo(GoldenViews.image(given.get("key").asText()).rgb());
    }

    @ParameterizedTest
    @EnumSource(Operator.class)
    void takesMagnitudesFromTorchvisionsTables(Operator operator) {
        JsonNode table = GoldenViews.expected().get("magnitudes_224").get(GoldenViews.torchvisionName(operator));

        for (int bin = 0; bin < table.size(); bin++) {
            assertThat((double) operator.magnitude(bin, 224, 224))
                    .isCloseTo(table.get(bin).asDouble(), within(1e-4));
        }
    }

    @Test
    void leavesAnEvenImageAlone_whereContrastHasNoRange() {
        RgbImage even = new RgbImage(2, 1, new byte[] {7, 8, 9, 7, 8, 9});

        assertThat(Operator.AUTO_CONTRAST.apply(even, 0).rgb()).isEqualTo(even.rgb());
        assertThat(Operator.EQUALIZE.apply(even, 0).rgb()).isEqualTo(even.rgb());
    }
}
