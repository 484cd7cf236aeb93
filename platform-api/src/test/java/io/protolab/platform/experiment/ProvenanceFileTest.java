package io.protolab.platform.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.RegistrySamples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProvenanceFileTest {
    private static final TrialSpec SPEC =
            RegistrySamples.twoAssignmentsTwoSeeds("s").trials().get(1).spec();
    private static final ProvenanceFile FILE = ProvenanceFile.of(
            "s-1",
            "heads",
            SPEC,
            RegistrySamples.artifact("manifest.json", "manifest"),
            new TrialResult(
                    new Metrics(Map.of(Metrics.ACCURACY, 1.0 / 3, Metrics.TOP_5_ACCURACY, 1e-7)),
                    List.of(RegistrySamples.artifact("training/head.safetensors", "head")),
                    RegistrySamples.PROVENANCE));

    @Test
    void comesBackAsItWas_whateverItsWhiteSpace() throws IOException {
        JsonNode tree = Json.mapper().readTree(FILE.bytes());

        assertThat(ProvenanceFile.read(FILE.bytes())).isEqualTo(FILE);
        assertThat(ProvenanceFile.read(tree.toString().getBytes(UTF_8))).isEqualTo(FILE);
    }

    @Test
    void refusesWhatIsNotAsItWasWritten() {
        String text = new String(FILE.bytes(), UTF_8);

        assertThatThrownBy(() -> read(text.replace("\"threads\" : 2", "\"threads\" : 4")))
                .hasMessageContaining("changed after it was written");
        assertThatThrownBy(() -> read(text.replaceFirst("\"sha256\" : \"[0-9a-f]+\"\n}", "\"sha256\" : \"\"\n}")))
                .hasMessageContaining("changed after it was written");
        assertThatThrownBy(() -> read(text.substring(0, text.length() / 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("may be damaged");
        assertThatThrownBy(() -> read(text + "{}")).hasMessageContaining("may be damaged");
        assertThatThrownBy(() -> read(text.replaceFirst("\\{", "{\"trial\" : \"another\",")))
                .hasMessageContaining("Duplicate field 'trial'");
        assertThatThrownBy(() -> read("{\"format\": 2, \"provenance\": {}}")).hasMessageContaining("has format 2");
        assertThatThrownBy(() -> read("[]")).hasMessageContaining("no provenance file");
        assertThatThrownBy(() -> read("")).hasMessageContaining("no provenance file");
    }

    @Test
    void namesEveryFieldThatIsMissing_whenTheChecksumIsRight() throws IOException {
        ObjectNode tree = (ObjectNode) Json.mapper().readTree(FILE.bytes());
        tree.remove(List.of("spec", "sha256"));
        tree.putNull("metrics");
        tree.put("sha256", Json.fingerprint(Json.mapper().treeToValue(tree, TreeMap.class)));

        assertThatThrownBy(() -> read(tree.toString())).hasMessageContaining("it lacks spec, metrics;");
    }

    @Test
    void becomesASweepOfThatOneTrial() throws IOException {
        SweepSpec sweep = SpecParser.parse(Json.mapper().readTree(Json.text(FILE.sweep())));

        assertThat(sweep.reproduces()).isEqualTo("s-1");
        assertThat(SearchSpace.of(sweep).trials()).containsExactly(SPEC);
        assertThat(Json.fingerprint(SearchSpace.of(sweep).trials().get(0))).isEqualTo(Json.fingerprint(SPEC));
    }

    @Test
    void leavesTheFingerprintOfOtherSweepsAsItWas() {
        assertThat(Json.text(RegistrySamples.twoAssignmentsTwoSeeds("s").spec()))
                .doesNotContain("reproduces");
    }

    private static ProvenanceFile read(String text) {
        return ProvenanceFile.read(text.getBytes(UTF_8));
    }
}
