package io.protolab.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.dataset.ManifestImage;
import io.protolab.platform.dataset.PixelBox;
import io.protolab.platform.dataset.Split;
import io.protolab.platform.experiment.StoredSpecs;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureSetTest {
    private static final ManifestImage IMAGE =
            new ManifestImage("a.png", "0".repeat(64), 1, 300, 200, 0, Split.TEST, null, Map.of());

    @Test
    void sawWholeImages_whereItWasWrittenBeforeThereWasAChoice() throws IOException {
        FeatureSet old = read("{\"key\": \"k\", \"dataset\": \"birds\", \"backbone\": \"vit\", \"images\": 1}");

        assertThat(old.window(IMAGE, 64).seen()).isEqualTo(new PixelBox(0, 0, 300, 200));
    }

    @Test
    void tellsWhatWasSeen_whereverItTravels() throws IOException {
        FeatureSet cut = new FeatureSet("k", "birds", "vit", 1, 1, 1, 1, "w", new InputRegion(180, 72));

        assertThat(read(Json.text(cut))).isEqualTo(cut);
        assertThat(cut.window(IMAGE, 72).seen()).isEqualTo(new PixelBox(60, 10, 180, 180));
    }

    private static FeatureSet read(String json) throws IOException {
        return StoredSpecs.mapper().readValue(json, FeatureSet.class);
    }
}
