package io.protolab.standalone;

import io.protolab.platform.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts all parts and stays until it is ended. */
@Command(
        name = "up",
        description = "Start everything on this machine and stay until Ctrl-C; open sweeps go on.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private StandaloneOptions options = new StandaloneOptions();

    @Option(names = "--detach", description = "Return when everything is up; 'protolab down' stops it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (detach) {
            return DetachedProcess.start(options.data(), out);
        }
        ForegroundProcess.start(options, out);
        out.println("Everything is up. Ctrl-C or 'protolab down' stops it.");
        out.flush();
        new CountDownLatch(1).await();
        return ExitCodes.DONE;
    }
}
