package io.protolab.platform.cli;

import io.protolab.platform.registry.SweepRecord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "ls", description = "List sweeps, newest first.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    private static final String SWEEPS = "/api/v1/sweeps";

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() {
        ApiClient api = connection.client();
        if (connection.json()) {
            System.out.println(api.get(SWEEPS));
            return ExitCodes.DONE;
        }
        Table table = new Table("sweep", "experiment", "state", "trials", "complete", "failed", "created");
        for (SweepRecord sweep : api.list(SWEEPS, SweepRecord.class)) {
            table.row(
                    sweep.id(),
                    sweep.experiment(),
                    sweep.state().name(),
                    Integer.toString(sweep.trials()),
                    Integer.toString(sweep.complete()),
                    Integer.toString(sweep.failed()),
                    sweep.createdAt().toString());
        }
        System.out.print(table);
        return ExitCodes.DONE;
    }
}
