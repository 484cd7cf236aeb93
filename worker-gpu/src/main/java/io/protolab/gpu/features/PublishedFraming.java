package io.protolab.gpu.features;

import io.protolab.gpu.image.Framing;
import io.protolab.gpu.image.ResizeFilter;
import io.protolab.gpu.weights.ExpectedInput;
import io.protolab.platform.dataset.InputRegion;
import java.util.Arrays;
import java.util.Optional;

/** The framing that files beside weights describe. */
final class PublishedFraming {
    private PublishedFraming() {}

    /**
     * For an input of another size than the published one the same share of the image is cut out.
     *
     * @param side of the input in pixels
     * @return empty if the files do not say, or describe a resize or a filter that there is not
     */
    static Optional<Framing> of(ExpectedInput input, int side) {
        InputRegion region = input.region();
        Integer published = input.side();
        if (region == null || published == null) {
            return Optional.empty();
        }
        Integer shortSide = region.shortSide();
        InputRegion scaled =
                shortSide == null ? region : InputRegion.centreOf((int) ((long) shortSide * side / published));
        return Arrays.stream(ResizeFilter.values())
                .filter(filter -> filter.name().equalsIgnoreCase(input.interpolation()))
                .findFirst()
                .map(filter -> new Framing(scaled, filter));
    }
}
