package io.protolab.gpu.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.platform.dataset.InputRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields of descriptions which may be there or not. */
final class Fields {
    private Fields() {}

    static @Nullable Integer integer(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isIntegralNumber() && value.canConvertToInt() ? Integer.valueOf(value.asInt()) : null;
    }

    static @Nullable Double number(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isNumber() ? Double.valueOf(value.asDouble()) : null;
    }

    static @Nullable Boolean flag(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isBoolean() ? Boolean.valueOf(value.asBoolean()) : null;
    }

    /** The grid of an image, whose size is a number or [height, width], in whole patches. */
    static @Nullable PatchGrid grid(JsonNode image, JsonNode patch) {
        int side = patch.isArray() ? patch.path(0).asInt() : patch.asInt();
        int height = image.isArray() ? image.path(0).asInt() : image.asInt();
        int width = image.isArray() ? image.path(1).asInt() : image.asInt();
        return side > 0 && height >= side && width >= side ? new PatchGrid(height / side, width / side) : null;
    }

    static Optional<ExpectedInput> input(
            JsonNode mean,
            JsonNode std,
            @Nullable String interpolation,
            @Nullable Integer side,
            @Nullable InputRegion region) {
        if (mean.size() != 3 || std.size() != 3) {
            return Optional.empty();
        }
        return Optional.of(new ExpectedInput(numbers(mean), numbers(std), interpolation, side, region));
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(value -> numbers.add(value.asDouble()));
        return numbers;
    }
}
