package io.protolab.standalone;

import io.protolab.platform.cli.Addresses;
import java.io.PrintWriter;

/** A standalone process that is up, for the length of a command. */
final class ForegroundProcess {
    private ForegroundProcess() {}

    /**
     * Starts all parts with a line of progress each; they stop when the JVM ends, however it ends.
     *
     * @throws StartupException if one cannot start
     */
    static Addresses start(StandaloneOptions options, PrintWriter out) {
        ProcessLog.into(options.data().resolve("logs/protolab.log"));
        Standalone standalone = new Standalone(options.config(), (part, line) -> {
            out.printf("%-12s %s%n", part, line);
            out.flush();
        });
        Runtime.getRuntime().addShutdownHook(new Thread(standalone::close, "stop"));
        return standalone.start();
    }
}
