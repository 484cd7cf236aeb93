package io.protolab.platform.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.platform.experiment.DatasetKind;
import io.protolab.platform.experiment.FramingSpec;
import io.protolab.platform.experiment.InvalidSpecException;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.SpecProblem;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
    private static final String SMALLEST = """
            apiVersion: protolab/v1
            kind: Sweep
            name: smallest
            experiment: tests/smallest
            datasets: [{name: birds, kind: flatbirds}]
            backbones: [{name: vit, weights: random}]
            """;

    private static final JsonNode COMPLETE =
            Json.mapper().valueToTree(SpecReader.read(SMALLEST + "search: {axes: {head.dim: [8]}}\n"));

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

    @Test
    void refusesSettingsThatAnotherOneMakesMeaningless() {
        assertThat(paths(SMALLEST + "loss: {classWeights: {values: [1, 2]}}\n"))
                .containsExactly("loss.classWeights.values");
        assertThat(paths(SMALLEST + "loss: {classWeights: {kind: given}}\n"))
                .containsExactly("loss.classWeights.values");
        assertThat(paths(SMALLEST + "head: {aggregation: linear, kernels: only1x1}\n"))
                .containsExactly("head.kernels");
    }

    @Test
    void resolvesAnchorsAndMergeKeys() {
        SweepSpec spec =
                SpecReader.read(SMALLEST + "seeds: &three [1, 2, 3]\nsearch: {axes: {head.prototypes: *three}}\n");

        assertThat(spec.search().axes().get("head.prototypes")).hasSize(3);
        assertThat(paths(SMALLEST + "head: &head {dim: 8}\nloss: {<<: *head, tanh: 2}\n"))
                .containsExactly("loss.dim");
    }

    @Test
    void readsADateInAQuestionAsText() {
        assertThat(SpecReader.read(SMALLEST + "question: 2024-02-30\n").question())
                .isEqualTo("2024-02-30");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seeds: &loop [*loop]\n",
                "seeds: *nobody\n",
                "---\nkind: Sweep\n",
                "question: !!binary aGVsbG8=\n",
                "1: one\n'1': another\n",
                "a: &a [x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
            })
    void refusesYamlWithoutAMeaning(String addition) {
        assertThat(problems(SMALLEST + addition))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("not YAML: "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "loss: {tanh: .nan}              | NaN is not a number",
                "loss: {tanh: -.inf}             | -Infinity is not a number",
                "loss: {tanh: 1e400}             | Infinity is not a number",
                "seeds: [9223372036854775808]    | 9223372036854775808 is beyond 9223372036854775807",
                "seeds: [-1]                     | -1 is outside of [0, ∞)",
                "parallelism: 99999999999999999  | 99999999999999999 is outside of [1, 500]",
                "question: \"a\\0b\"             | 'a\0b' must match"
            })
    void namesAValueThatNoFieldCanHold(String line, String start) {
        assertThat(problems(SMALLEST + line + "\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith(start));
    }

    @Test
    void abbreviatesALongWrongValue() {
        assertThat(problems(SMALLEST + "loss: {tanh: " + "x".repeat(100_000) + "}\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).hasSizeLessThan(200));
    }

    @Test
    void refusesPathsThatDependOnWhereAWorkerStarts() {
        assertThat(paths("""
                apiVersion: protolab/v1
                kind: Sweep
                name: relative
                experiment: tests/relative
                datasets:
                  - {name: a, kind: imagefolder, path: photos}
                  - {name: b, kind: imagefolder, path: ""}
                  - {name: c, kind: imagefolder, path: ~/photos}
                backbones: [{name: vit, weights: dinov2}]
                """))
                .containsExactly("datasets[0].path", "datasets[1].path", "datasets[2].path", "backbones[0].weights");
    }

    @Test
    void refusesAnotherShapeForShippedWeights() {
        String shipped = SMALLEST.replace("weights: random", "weights: 'builtin:tiny-vit', shape: {%s}");

        assertThat(SpecReader.read(shipped.formatted("imageSize: 128")).backbones())
                .hasSize(1);
        assertThat(paths(shipped.formatted("heads: 8"))).containsExactly("backbones[0].shape");
    }

    @Test
    void framesImagesAsTheBackboneSays() {
        SweepSpec spec = SpecReader.read(
                SMALLEST.replace("weights: random", "weights: random, framing: {resize: centreCrop, shortSide: 72}"));

        assertThat(spec.backbones().get(0).framingOrStretched())
                .isEqualTo(new FramingSpec(FramingSpec.Resize.CENTRE_CROP, null, 72));
        assertThat(SpecReader.read(SMALLEST).backbones().get(0).framingOrStretched())
                .isEqualTo(FramingSpec.STRETCHED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "random | resize: published                                    | resize",
                "/w     | 'resize: published, interpolation: bicubic'          | interpolation",
                "/w     | 'resize: published, shortSide: 256'                  | shortSide",
                "/w     | 'interpolation: bicubic, shortSide: 256'             | shortSide",
                "/w     | 'resize: centreCrop, shortSide: 223'                 | shortSide",
                "/w     | 'resize: center'                                     | resize"
            })
    void refusesAFramingThatContradictsItself(String weights, String framing, String field) {
        assertThat(paths(SMALLEST.replace("weights: random", "weights: %s, framing: {%s}".formatted(weights, framing))))
                .containsExactly("backbones[0].framing." + field);
    }

    @Test
    void readsThePublishedCodesFunnyBirds() {
        SweepSpec spec = SpecReader.read(SMALLEST.replace("kind: flatbirds", "kind: funnybirds, path: /birds")
                + "switches: {preset: compat}\nseeds: [1]\n");

        assertThat(spec.switches().centreCrop(DatasetKind.FUNNYBIRDS)).hasValue(224);
        assertThat(spec.switches().centreCrop(DatasetKind.FLATBIRDS)).isEmpty();
        assertThat(ReferenceSwitches.STRICT.centreCrop(DatasetKind.FUNNYBIRDS)).isEmpty();
    }

    @Test
    void reportsBrokenRulesBesideBrokenValues() {
        assertThat(paths(SMALLEST.replace("weights: random", "weights: random, seed: -1, mean: [1]")
                        + "sedes: [1]\ntraining: {epochs: 5, warmupEpochs: 6}\nsearch: {axes: {head.dim: 3}}\n"))
                .containsExactlyInAnyOrder(
                        "sedes",
                        "backbones[0].seed",
                        "backbones[0].mean",
                        "training.warmupEpochs",
                        "search.axes.head.dim");
    }

    @Test
    void countsMoreTrialsThanALongCanHold() {
        String values = IntStream.range(0, 900).mapToObj(i -> "0." + (i + 1000)).collect(joining(", ", "[", "]"));
        String axes = Stream.of(
                        "loss.tanh",
                        "loss.crossEntropy",
                        "loss.sparsity.weight",
                        "head.dropout",
                        "head.temperature",
                        "training.weightDecay",
                        "training.learningRate")
                .map(path -> path + ": " + values)
                .collect(joining(", "));

        assertThat(paths(SMALLEST + "search: {axes: {" + axes + "}}\n")).containsExactly("search");
    }

    @ParameterizedTest
    @MethodSource("places")
    void answersAnythingAnywhereWithASpecOrItsProblems(String place) {
        List<String> anything =
                List.of("null", "[]", "{}", "[null]", "[{}]", "{\"a\": 1}", "\"x\"", "true", "-1", "1.0e300", "0.5");
        for (String text : anything) {
            JsonNode spec = COMPLETE.deepCopy();
            int slash = place.lastIndexOf('/');
            String last = place.substring(slash + 1);
            JsonNode value = YamlTree.of(text, 100);
            if (spec.at(place.substring(0, slash)) instanceof ArrayNode list) {
                list.set(Integer.parseInt(last), value);
            } else {
                ((ObjectNode) spec.at(place.substring(0, slash))).set(last, value);
            }

            assertThat(catchThrowable(() -> SpecReader.read(spec.toString())))
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            problems -> assertThat(problems).isInstanceOf(InvalidSpecException.class));
        }
    }

    static List<String> places() {
        List<String> places = new ArrayList<>();
        collect(COMPLETE, "", places);
        return places;
    }

    private static void collect(JsonNode node, String pointer, List<String> places) {
        node.fieldNames().forEachRemaining(name -> {
            places.add(pointer + "/" + name);
            collect(node.get(name), pointer + "/" + name, places);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(pointer + "/" + i);
            collect(node.get(i), pointer + "/" + i, places);
        }
    }

    private static List<String> paths(String text) {
        return problems(text).stream().map(SpecProblem::path).toList();
    }

    private static List<SpecProblem> problems(String text) {
        return catchThrowableOfType(InvalidSpecException.class, () -> SpecReader.read(text))
                .problems();
    }
}
