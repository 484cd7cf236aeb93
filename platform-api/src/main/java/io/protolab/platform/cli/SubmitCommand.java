package io.protolab.platform.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.SweepRecord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "submit",
        description = "Start a sweep. The same file again answers with the same sweep.",
        mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "FILE", description = "sweep file, YAML or JSON; - for standard input")
    private String file = "";

    @Option(names = "--wait", description = "follow the sweep to its end; the exit code tells how it ended")
    private boolean wait;

    @Option(
            names = "--again",
            paramLabel = "N",
            description = "run an identical sweep once more, as repetition N",
            defaultValue = "1")
    private int again = 1;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        ApiClient api = connection.client();
        String answer = api.post(ApiPaths.SWEEPS + "?again=" + again, SweepFile.read(file));
        SweepRecord sweep = Json.mapper().readValue(answer, SweepRecord.class);
        if (wait) {
            if (!connection.json()) {
                System.out.printf("sweep %s  %d trials%s%n", sweep.id(), sweep.trials(), reason(sweep));
            }
            return WatchCommand.follow(api, sweep.id(), connection.json());
        }
        System.out.println(connection.json() ? answer : accepted(sweep));
        return ExitCodes.DONE;
    }

    private String accepted(SweepRecord sweep) {
        return "sweep " + sweep.id() + "  " + sweep.state() + "  " + sweep.trials() + " trials" + reason(sweep) + "; "
                + (sweep.state().isFinal()
                        ? "it has ended already, see: protolab show " + sweep.id()
                                + "; to run it once more add --again " + (again + 1)
                        : "follow it with: protolab watch " + sweep.id());
    }

    private static String reason(SweepRecord sweep) {
        return sweep.reason().isEmpty() ? "" : ": " + sweep.reason();
    }
}
