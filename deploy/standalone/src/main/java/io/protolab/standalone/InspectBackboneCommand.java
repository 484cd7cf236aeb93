package io.protolab.standalone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.protolab.gpu.model.Perceptron;
import io.protolab.gpu.model.Positions;
import io.protolab.gpu.model.PrefixTokens;
import io.protolab.gpu.model.VitShape;
import io.protolab.gpu.tensor.TensorFileException;
import io.protolab.gpu.weights.Architecture;
import io.protolab.gpu.weights.BackboneFacts;
import io.protolab.gpu.weights.ExpectedInput;
import io.protolab.gpu.weights.PublishedBackbone;
import io.protolab.gpu.weights.Trait;
import io.protolab.platform.cli.CommandFailure;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.cli.Table;
import io.protolab.platform.dataset.InputRegion;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description =
                "Say which backbone a weight file or directory holds, or why it cannot be used; reads no weights.",
        mixinStandardHelpOptions = true)
final class InspectBackboneCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "weight file or directory, as published")
    private Path file = Path.of("");

    @Option(names = "--heads", paramLabel = "N", description = "Attention heads, where the files do not tell them.")
    private @Nullable Integer heads;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        BackboneFacts facts = facts();
        System.out.print(json ? Json.text(json(facts)) + System.lineSeparator() : table(facts));
        return ExitCodes.DONE;
    }

    private BackboneFacts facts() throws IOException {
        try {
            return PublishedBackbone.recognise(file, Architecture.unknown().with(Trait.HEADS, heads))
                    .facts();
        } catch (TensorFileException | NoSuchFileException e) {
            throw new CommandFailure(ExitCodes.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static Table table(BackboneFacts facts) {
        VitShape shape = facts.shape();
        Table table = new Table(facts.family(), "tensors named as by " + facts.layout())
                .row("width, depth, heads", shape.dim() + ", " + shape.depth() + ", " + shape.heads())
                .row("patch", shape.patch() + " pixels")
                .row("before the patches", prefix(shape.prefix()))
                .row("positions", positions(shape.positions()))
                .row("perceptron", perceptron(shape.perceptron()))
                .row("epsilon", Double.toString(shape.epsilon()))
                .row("parameters", Long.toString(facts.parameterCount()))
                .row("stored as", facts.types().stream().map(Enum::name).collect(Collectors.joining(", ")));
        facts.expectedInput().ifPresent(input -> table.row("input", describe(input)));
        table.row("tensors not used", Integer.toString(facts.unusedTensors().size()));
        facts.files().forEach(path -> table.row("file", path.toString()));
        return table;
    }

    private static String prefix(PrefixTokens prefix) {
        List<String> tokens = new ArrayList<>();
        if (prefix.classToken()) {
            tokens.add("class token");
        }
        if (prefix.distillationToken()) {
            tokens.add("distillation token");
        }
        if (prefix.registers() > 0) {
            tokens.add(prefix.registers() + " registers");
        }
        return tokens.isEmpty() ? "no tokens" : String.join(", ", tokens);
    }

    private static String positions(Positions positions) {
        if (positions instanceof Positions.Table table) {
            return "table of " + table.grid().rows() + " × " + table.grid().columns() + " patches; for another grid "
                    + (table.resampling().antialias() ? "bicubic, antialiased" : "bicubic")
                    + (table.resampling().offset() == 0
                            ? ""
                            : ", offset " + table.resampling().offset());
        }
        return positions instanceof Positions.RelativeBias bias
                ? "relative, for " + bias.grid().rows() + " × " + bias.grid().columns() + " patches"
                : "rotary, for any grid";
    }

    private static String perceptron(Perceptron perceptron) {
        return perceptron.hidden() + " wide, "
                + perceptron.activation().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (perceptron.gated() ? ", gated" : "");
    }

    private static String describe(ExpectedInput input) {
        return "mean " + input.mean() + ", std " + input.std()
                + (input.side() == null ? "" : ", " + input.side() + " pixels")
                + (input.region() == null ? "" : ", " + resize(input.region()))
                + (input.interpolation() == null ? "" : ", " + input.interpolation());
    }

    private static String resize(InputRegion region) {
        return region.shortSide() == null ? "stretched" : "cut from a shorter side of " + region.shortSide();
    }

    private static ObjectNode json(BackboneFacts facts) {
        ObjectNode node = Json.mapper().valueToTree(facts);
        node.set(
                "files",
                Json.mapper()
                        .valueToTree(facts.files().stream().map(Path::toString).toList()));
        return node;
    }
}
