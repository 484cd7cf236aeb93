package io.protolab.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.protolab.platform.experiment.DatasetKind;
import io.protolab.platform.experiment.InvalidSpecException;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.SpecProblem;
import io.protolab.platform.experiment.SweepSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecReaderTest {
    private static final String SMALLEST = """
            apiVersion: protolab/v1
            kind: Sweep
            name: smallest
            experiment: tests/smallest
            datasets: [{name: birds, kind: flatbirds}]
            backbones: [{name: vit, weights: random}]
            """;

    @Test
    void fillsEveryDefault() {
        SweepSpec spec = SpecReader.read(SMALLEST);

        assertThat(spec.training().epochs()).isEqualTo(80);
        assertThat(spec.head().prototypes()).isEqualTo(300);
        assertThat(spec.loss().sparsity().weight()).isEqualTo(0.01);
        assertThat(spec.switches()).isEqualTo(ReferenceSwitches.STRICT);
        assertThat(spec.seeds()).containsExactly(0L);
        assertThat(spec.datasets().get(0).kind()).isEqualTo(DatasetKind.FLATBIRDS);
        assertThat(spec.datasets().get(0).flatbirds()).isNotNull();
    }

    @Test
    void reportsEveryProblemAtOnce() {
        List<SpecProblem> problems = problems("""
                apiVersion: protolab/v1
                kind: Sweep
                name: Broken Name
                experiment: tests/broken
                datasets:
                  - {name: birds, kind: flatbirts}
                  - {name: cub, kind: cub, path: /data/cub}
                backbones:
                  - {name: vit, weights: "builtin:tinyvit"}
                training: {epoch: 10, learningRate: -1, batchSize: 2.5, warmupEpochs: many}
                loss: {sparsity: {kind: hoyer-square2}}
                search: {axes: {training.learnRate: [0.1], head.prototypes: [0, 20]}}
                seeds: [0, 0]
                """);

        assertThat(problems.stream().map(SpecProblem::path))
                .containsExactlyInAnyOrder(
                        "name",
                        "datasets[0].kind",
                        "datasets[1].kind",
                        "backbones[0].weights",
                        "training.epoch",
                        "training.learningRate",
                        "training.batchSize",
                        "training.warmupEpochs",
                        "loss.sparsity.kind",
                        "search.axes.training.learnRate",
                        "search.axes.head.prototypes[0]",
                        "seeds");
    }

    @Test
    void suggestsTheNearestName() {
        assertThat(problems(SMALLEST + "trainign: {epochs: 3}\n"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("trainign");
                    assertThat(problem.message()).contains("did you mean 'training'");
                });
    }

    @Test
    void namesValueAndRange() {
        assertThat(problems(SMALLEST + "training: {epochs: 0}\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("0 is outside of [1, 100000]"));
    }

    @Test
    void namesLineAndColumn_whereTheTextIsNotYaml() {
        assertThat(problems("apiVersion: protolab/v1\n  kind: [Sweep\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("line 2"));
    }

    @Test
    void refusesAKeyThatIsGivenTwice() {
        assertThat(problems(SMALLEST + "seeds: [1]\nseeds: [2]\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("seeds"));
    }

    @Test
    void readsNumbersWithAnExponent() {
        SweepSpec spec = SpecReader.read(SMALLEST + "training: {learningRate: 3e-3}\n");

        assertThat(spec.training().learningRate()).isEqualTo(0.003);
    }

    @Test
    void overridesAPresetBySingleSwitches() {
        SweepSpec spec = SpecReader.read(SMALLEST + "switches: {preset: compat, checkpoint: last}\nseeds: [1]\n");

        assertThat(spec.switches().checkpoint()).isEqualTo(ReferenceSwitches.Checkpoint.LAST);
        assertThat(spec.switches().lrHorizon()).isEqualTo(ReferenceSwitches.COMPAT.lrHorizon());
    }

    @Test
    void refusesAnAxisValueThatBreaksARule() {
        assertThat(problems(SMALLEST
                        + "training: {epochs: 5, warmupEpochs: 2}\nsearch: {axes: {training.warmupEpochs: [2, 6]}}\n"))
                .containsExactly(new SpecProblem("training.warmupEpochs", "6 is more than training.epochs 5"));
    }

    private static List<SpecProblem> problems(String text) {
        return catchThrowableOfType(InvalidSpecException.class, () -> SpecReader.read(text))
                .problems();
    }
}
