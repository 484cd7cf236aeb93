package io.protolab.platform.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
    private static final String AXES = """
            {"loss.sparsity.weight": [0.01, 0.1], "training.learningRate": [0.001, 0.003]}""";

    private static final String TWO_AXES = """
            {"apiVersion": "protolab/v1", "kind": "Sweep", "name": "axes", "experiment": "tests/axes",
             "datasets": [{"name": "birds", "kind": "flatbirds"}],
             "backbones": [{"name": "vit", "weights": "random"}],
             "search": {"axes": %s},
             "seeds": [0, 7]}
            """;

    @Test
    void expandsAxesInOrder() {
        List<TrialSpec> trials = SearchSpace.of(twoAxes()).trials();

        assertThat(trials).hasSize(8);
        assertThat(trials.stream().map(trial -> trial.loss().sparsity().weight()))
                .containsExactly(0.01, 0.01, 0.01, 0.01, 0.1, 0.1, 0.1, 0.1);
        assertThat(trials.stream().map(trial -> trial.training().learningRate()))
                .containsExactly(0.001, 0.001, 0.003, 0.003, 0.001, 0.001, 0.003, 0.003);
        assertThat(trials.stream().map(TrialSpec::seed)).containsExactly(0L, 7L, 0L, 7L, 0L, 7L, 0L, 7L);
    }

    @Test
    void namesWhatVaries() {
        SearchSpace space = SearchSpace.of(twoAxes());

        assertThat(space.name(space.trials().get(3)))
                .isEqualTo("birds · vit · loss.sparsity.weight=0.01 · training.learningRate=0.003 · seed 7");
    }

    @Test
    void numbersTheTrialsOfASpecThatWasReadBack_asBefore() throws JsonProcessingException {
        SweepSpec spec = twoAxes("""
                {"training.learningRate": [0.001, 0.003], "loss.sparsity.weight": [0.01, 0.1]}""");

        SweepSpec again = Json.mapper().readValue(Json.text(spec), SweepSpec.class);

        assertThat(SearchSpace.of(again).trials())
                .isEqualTo(SearchSpace.of(spec).trials())
                .isNotEqualTo(SearchSpace.of(twoAxes()).trials());
        assertThat(Json.fingerprint(spec)).isEqualTo(Json.fingerprint(again)).isNotEqualTo(Json.fingerprint(twoAxes()));
    }

    @Test
    void givesEqualTrialsEqualFingerprints() {
        List<TrialSpec> once = SearchSpace.of(twoAxes()).trials();
        List<TrialSpec> again = SearchSpace.of(twoAxes()).trials();

        assertThat(once.stream().map(Json::fingerprint).toList())
                .doesNotHaveDuplicates()
                .isEqualTo(again.stream().map(Json::fingerprint).toList());
    }

    @Test
    void readsBackTheTrialItWrote() throws JsonProcessingException {
        TrialSpec trial = SearchSpace.of(twoAxes()).trials().get(5);

        assertThat(Json.mapper().readValue(Json.text(trial), TrialSpec.class)).isEqualTo(trial);
    }

    private static SweepSpec twoAxes() {
        return twoAxes(AXES);
    }

    private static SweepSpec twoAxes(String axes) {
        try {
            return SpecParser.parse(Json.mapper().readTree(TWO_AXES.formatted(axes)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
