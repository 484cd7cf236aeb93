package io.protolab.platform.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    private static final ComputeIdentity BEFORE = new ComputeIdentity("cpu", 2, 0, Map.of("pytorch", "2.7.0"));

    @Test
    void staysAsItWasWritten_whenNothingDiffered() throws IOException {
        Provenance plain = new Provenance("spec", "manifest", "weights", "key", 7, "cpu", 2, Map.of());

        String text = Json.text(plain);

        assertThat(text).doesNotContain("microBatch").doesNotContain("earlier").doesNotContain("featureIdentities");
        assertThat(Json.mapper().readValue(text, Provenance.class)).isEqualTo(plain);
    }

    @Test
    void listsEveryIdentity_thatComputedAPart_orItsFeatures() throws IOException {
        Provenance mixed = new Provenance(
                "spec", "manifest", "weights", "key", 7, "cpu", 4, Map.of(), 8, List.of(BEFORE), List.of(BEFORE));

        assertThat(Json.mapper().readValue(Json.text(mixed), Provenance.class)).isEqualTo(mixed);
    }

    @Test
    void namesBothValues_ofWhatChanged() {
        ComputeIdentity now = new ComputeIdentity("cuda NVIDIA H100", 4, 8, Map.of("pytorch", "2.7.1", "java", "17"));

        assertThat(now.changesSince(BEFORE))
                .containsExactly(
                        "device: cuda NVIDIA H100, before cpu",
                        "threads: 4, before 2",
                        "micro-batch: 8, before the whole batch",
                        "java: 17, before none",
                        "pytorch: 2.7.1, before 2.7.0");
        assertThat(now.changesSince(now)).isEmpty();
    }
}
