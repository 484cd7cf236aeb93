package io.protolab.platform.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.json.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StoredSpecsTest {
    private static final SweepSpec SPEC = specOf("{}");

    @Test
    void givesFieldsThatDidNotExistTheirDefault() throws IOException {
        ObjectNode stored =
                Json.mapper().valueToTree(SearchSpace.of(SPEC).trials().get(0));
        ((ObjectNode) stored.get("training")).remove("augmentation");
        ((ObjectNode) stored.get("training")).remove("batchSize");
        ((ObjectNode) stored.get("backbone")).remove("trainable");

        TrialSpec read = StoredSpecs.mapper().readValue(stored.toString(), TrialSpec.class);

        assertThat(read).isEqualTo(SearchSpace.of(SPEC).trials().get(0));
    }

    @Test
    void keepsWhatWasStored() throws IOException {
        SweepSpec written = specOf("{\"epochs\": 7, \"warmupEpochs\": 2}");

        SweepSpec read = StoredSpecs.mapper().readValue(Json.text(written), SweepSpec.class);

        assertThat(read).isEqualTo(written);
    }

    /** Else the sweeps of an earlier version would not be found by their fingerprint. */
    @Test
    void leavesAFramingOutThatIsNotAskedFor() {
        assertThat(Json.text(SPEC)).doesNotContain("framing");
    }

    private static SweepSpec specOf(String training) {
        try {
            return SpecParser.parse(Json.mapper().readTree("""
                    {"apiVersion": "protolab/v1", "kind": "Sweep", "name": "birds", "experiment": "birds",
                     "datasets": [{"name": "birds", "kind": "flatbirds"}],
                     "backbones": [{"name": "tiny", "weights": "builtin:tiny-vit"}], "training": %s}
                    """.formatted(training)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
