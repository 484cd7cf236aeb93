package io.protolab.standalone;

import io.protolab.gpu.weights.Catalogue;
import io.protolab.gpu.weights.CataloguedModel;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.cli.Table;
import io.protolab.platform.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "ls", description = "List the published backbones that are known.", mixinStandardHelpOptions = true)
final class ListBackbonesCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<CataloguedModel> models = Catalogue.models();
        System.out.print(json ? Json.text(models) + System.lineSeparator() : table(models));
        return ExitCodes.DONE;
    }

    private static Table table(List<CataloguedModel> models) {
        Table table = new Table(
                "NAME", "FAMILY", "LAYOUT", "INPUT", "PATCH", "WIDTH", "DEPTH", "PARAMETERS", "GFLOP/IMAGE", "LICENCE");
        for (CataloguedModel model : models) {
            table.row(
                    model.name(),
                    model.family(),
                    model.layout(),
                    Integer.toString(model.side()),
                    Integer.toString(model.patch()),
                    Integer.toString(model.dim()),
                    Integer.toString(model.depth()),
                    String.format(Locale.ROOT, "%.1f M", model.parameters() / 1e6),
                    String.format(Locale.ROOT, "%.1f", model.gflopPerImage()),
                    model.licence());
        }
        return table;
    }
}
