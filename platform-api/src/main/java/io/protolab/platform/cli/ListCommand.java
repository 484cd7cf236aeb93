package io.protolab.platform.cli;

import io.protolab.platform.registry.SweepRecord;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "ls", description = "List sweeps, newest first.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "list the newest N (default: ${DEFAULT-VALUE})",
            defaultValue = "200")
    private int limit = 200;

    @Override
    public Integer call() {
        ApiClient api = connection.client();
        String newest = ApiPaths.SWEEPS + "?limit=" + limit;
        if (connection.json()) {
            System.out.println(api.get(newest));
            return ExitCodes.DONE;
        }
        Table table =
                new Table("sweep", "experiment", "state", "trials", "complete", "failed", "created", "reproduces");
        List<SweepRecord> sweeps = api.list(newest, SweepRecord.class);
        for (SweepRecord sweep : sweeps) {
            table.row(
                    sweep.id(),
                    sweep.experiment(),
                    sweep.state().name(),
                    Integer.toString(sweep.trials()),
                    Integer.toString(sweep.complete()),
                    Integer.toString(sweep.failed()),
                    sweep.createdAt().toString(),
                    Objects.requireNonNullElse(sweep.spec().reproduces(), "-"));
        }
        System.out.print(table);
        if (sweeps.size() == limit) {
            System.out.println("older ones may be left out; list more with --limit N");
        }
        return ExitCodes.DONE;
    }
}
