package io.protolab.platform.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pause}, {@code resume} and {@code cancel}: the command's own name is the verb of the API. */
@Command(mixinStandardHelpOptions = true)
final class SteerCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Spec
    private @Nullable CommandSpec command;

    @Parameters(paramLabel = "SWEEP", description = "id of the sweep")
    private String sweep = "";

    @Override
    public Integer call() {
        String verb = command == null ? "" : command.name();
        return connection.ask(verb, ApiPaths.sweep(sweep), "sweep " + sweep, "show " + sweep);
    }
}
