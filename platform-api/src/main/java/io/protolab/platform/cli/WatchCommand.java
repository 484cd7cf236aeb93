package io.protolab.platform.cli;

import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.http.SweepStatus;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.LeaderboardRow;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = "Follow a sweep to its end and print the leaderboard; the exit code tells how it ended.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "SWEEP", description = "id of the sweep")
    private String sweep = "";

    @Override
    public Integer call() throws InterruptedException {
        return follow(connection.client(), sweep, connection.json());
    }

    /** Lines for people, or one JSON document at the end. */
    static int follow(ApiClient api, String sweepId, boolean json) throws InterruptedException {
        PrintStream lines = json ? new PrintStream(OutputStream.nullOutputStream()) : System.out;
        SweepStatus status = new SweepWatch(api, lines).untilFinal(sweepId);
        if (json) {
            System.out.println(Json.text(status));
        } else {
            String path = ApiPaths.sweep(sweepId) + "/leaderboard";
            System.out.println();
            System.out.print(Leaderboard.of(api.list(path, LeaderboardRow.class)));
            System.out.printf(
                    "sweep %s is %s%s%n",
                    sweepId,
                    status.sweep().state(),
                    status.sweep().reason().isEmpty()
                            ? ""
                            : ": " + status.sweep().reason());
        }
        boolean clean =
                status.sweep().state() == SweepState.COMPLETE && status.sweep().failed() == 0;
        return clean ? ExitCodes.DONE : ExitCodes.TRIALS_FAILED;
    }
}
