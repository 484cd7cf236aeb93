package io.protolab.platform.cli;

import io.protolab.platform.json.Json;
import io.protolab.platform.registry.Outbox.Undelivered;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "deliveries",
        description = "Show what MLflow does not have yet, and offer it again what it refused.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DeliveriesCommand.Ls.class, DeliveriesCommand.Retry.class})
final class DeliveriesCommand {
    @Command(
            name = "ls",
            description = "List sweeps and trials that MLflow does not have all of, the longest waiting first.",
            mixinStandardHelpOptions = true)
    static final class Ls implements Callable<Integer> {
        @Mixin
        private Connection connection = new Connection();

        @Override
        public Integer call() {
            return connection.print(ApiPaths.DELIVERIES, Undelivered.class, Ls::show);
        }

        private static void show(List<Undelivered> undelivered) {
            Table table = new Table("sweep or trial", "waiting", "refused", "since", "last error");
            undelivered.forEach(subject -> table.row(
                    subject.subject(),
                    Long.toString(subject.pending()),
                    Long.toString(subject.parked()),
                    subject.oldest().toString(),
                    subject.error() == null ? "-" : subject.error().replaceAll("\\s+", " ")));
            System.out.print(undelivered.isEmpty() ? "MLflow has everything" + System.lineSeparator() : table);
        }
    }

    @Command(
            name = "retry",
            description = "Offer MLflow again what it refused, once the cause is mended.",
            mixinStandardHelpOptions = true)
    static final class Retry implements Callable<Integer> {
        @Mixin
        private Connection connection = new Connection();

        @Parameters(
                paramLabel = "ID",
                arity = "0..*",
                description = "sweeps or trials (default: all that were refused)")
        private List<String> ids = new ArrayList<>();

        @Override
        public Integer call() {
            ApiClient api = connection.client();
            List<String> subjects = ids.isEmpty() ? refused(api) : ids;
            for (String subject : subjects) {
                String unused = api.post(ApiPaths.retry(subject), "");
            }
            System.out.println(
                    connection.json()
                            ? Json.text(subjects)
                            : subjects.isEmpty()
                                    ? "MLflow refused nothing"
                                    : "offered again: " + String.join(", ", subjects));
            return ExitCodes.DONE;
        }

        private static List<String> refused(ApiClient api) {
            return api.list(ApiPaths.DELIVERIES, Undelivered.class).stream()
                    .filter(subject -> subject.parked() > 0)
                    .map(Undelivered::subject)
                    .toList();
        }
    }
}
