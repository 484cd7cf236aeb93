package io.protolab.gpu.augment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.protolab.gpu.image.ImageDecoder;
import io.protolab.gpu.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What torchvision 0.22 makes of two images, with everything it drew. */
final class GoldenViews {
    private GoldenViews() {}

    static JsonNode expected() {
        try (InputStream json = open("expected.json")) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> each(String group) {
        return StreamSupport.stream(expected().get(group).spliterator(), false);
    }

    static RgbImage image(String name) {
        try (InputStream png = open(name + ".png")) {
            return ImageDecoder.decode(png.readAllBytes(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Operator operator(JsonNode given) {
        return Arrays.stream(Operator.values())
                .filter(operator ->
                        torchvisionName(operator).equals(given.get("op").asText()))
                .findFirst()
                .orElseThrow();
    }

    /** Such as {@code ShearX} for {@code SHEAR_X}. */
    static String torchvisionName(Operator operator) {
        return Arrays.stream(operator.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    static AugMix mix(JsonNode given) {
        float[] m = {
            (float) given.get("m").get(0).asDouble(),
            (float) given.get("m").get(1).asDouble()
        };
        List<AugMix.Chain> chains = new ArrayList<>();
        for (int i = 0; i < given.get("chains").size(); i++) {
            List<AugMix.Step> steps = StreamSupport.stream(
                            given.get("chains").get(i).spliterator(), false)
                    .map(step -> new AugMix.Step(
                            operator(step), (float) step.get("magnitude").asDouble()))
                    .toList();
            chains.add(new AugMix.Chain((float) given.get("w").get(i).asDouble() * m[1], steps));
        }
        return new AugMix(m[0], chains);
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(GoldenViews.class.getResourceAsStream(name), name);
    }
}
