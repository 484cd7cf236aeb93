package io.protolab.standalone;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code deploy/bin/protolab}. */
@Command(name = "protolab", mixinStandardHelpOptions = true, subcommands = UpCommand.class)
public final class Protolab {
    private Protolab() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Protolab()).execute(arguments));
    }
}
