package io.protolab.gpu.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.protolab.gpu.model.Activation;
import io.protolab.gpu.model.PatchGrid;
import io.protolab.gpu.model.Perceptron;
import io.protolab.gpu.model.Positions;
import io.protolab.gpu.model.PrefixTokens;
import io.protolab.gpu.model.Resampling;
import io.protolab.gpu.model.VitShape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    static Stream<CataloguedModel> models() {
        return Catalogue.models().stream();
    }

    @Test
    void namesEveryModelOnce() {
        assertThat(Catalogue.models()).extracting(CataloguedModel::name).doesNotHaveDuplicates();
        assertThat(Catalogue.model("dinov2-vitl14-reg4")).isPresent();
        assertThat(Catalogue.model("resnet50")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void countsParametersAndOperationsAsTheTransformerHasThem(CataloguedModel model) {
        VitShape shape = shape(model);

        assertThat(shape.parameterShapes().values().stream()
                        .mapToLong(size -> Arrays.stream(size).reduce(1, (left, right) -> left * right))
                        .sum())
                .isEqualTo(model.parameters());
        assertThat(operations(model, shape) / 1e9).isCloseTo(model.gflopPerImage(), within(0.051));
    }

    /** A multiply-add is two; what is not a matrix product does not count. */
    private static double operations(CataloguedModel model, VitShape shape) {
        double tokens = model.tokens() + shape.prefixTokenCount();
        double weights = shape.parameterShapes().entrySet().stream()
                .filter(parameter -> parameter.getKey().startsWith("blocks.") && parameter.getValue().length == 2)
                .mapToDouble(parameter ->
                        (double) parameter.getValue()[0] * parameter.getValue()[1])
                .sum();
        double attention = 4 * tokens * tokens * model.dim() * model.depth();
        return 2 * tokens * weights
                + attention
                + 2.0 * model.tokens() * 3 * model.patch() * model.patch() * model.dim();
    }

    private static VitShape shape(CataloguedModel model) {
        boolean clip = model.family().equals("clip");
        boolean dinov3 = model.family().equals("dinov3");
        boolean dinov2 = model.family().equals("dinov2");
        boolean classToken = !model.family().equals("siglip");
        boolean gated = Set.of("dinov2-vitg14", "dinov3-vits16plus", "dinov3-vith16plus").stream()
                .anyMatch(model.name()::startsWith);
        int side = dinov2 ? 37 : model.side() / model.patch();
        return new VitShape(
                model.dim(),
                model.depth(),
                model.heads(),
                model.patch(),
                new PrefixTokens(classToken, false, dinov3 || model.name().contains("reg4") ? 4 : 0),
                dinov3
                        ? Positions.Rotary.of(100, model.dim() / model.heads())
                        : new Positions.Table(new PatchGrid(side, side), classToken ? 1 : 0, Resampling.PLAIN),
                new Perceptron(model.hidden(), Activation.GELU, gated),
                1e-6,
                !clip,
                clip,
                true,
                dinov2 || dinov3);
    }

    @ParameterizedTest
    @MethodSource("models")
    void saysWhereTheFilesAre(CataloguedModel model) {
        assertThat(model.source()).startsWith("https://").endsWith("/");
        assertThat(model.weights()).isNotEmpty().allMatch(name -> name.matches("[\\w.]+\\.(safetensors|bin|pth)"));
        assertThat(model.side() % model.patch()).isZero();
        assertThat(List.of(model.mean().size(), model.std().size())).containsOnly(3);
    }
}
