package io.protolab.platform.cli;

import io.protolab.platform.registry.TrialLedger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "why",
        description = "Tell what happened to a trial, attempt by attempt, and why; --json prints the ledger behind it.",
        mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "TRIAL", description = "id of the trial; 'protolab show SWEEP' lists them")
    private String trial = "";

    @Override
    public Integer call() {
        ApiClient api = connection.client();
        String path = ApiPaths.ledger(trial);
        if (connection.json()) {
            System.out.println(api.get(path));
        } else {
            TrialLedger ledger = api.get(path, TrialLedger.class);
            System.out.printf("trial %s  %s%n%n", trial, ledger.trial().state());
            ledger.story().forEach(System.out::println);
        }
        return ExitCodes.DONE;
    }
}
