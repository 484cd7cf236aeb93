package io.protolab.platform.cli;

import io.protolab.platform.config.Environment;
import io.protolab.platform.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command finds the API server: {@code --api}, else the standalone process of the data directory. */
public final class Connection {
    private static final String TOKEN = "PROTOLAB_TOKEN";

    @Option(
            names = "--api",
            paramLabel = "URL",
            description =
                    "address of the API server (default: that of the running standalone process; environment PROTOLAB_API)",
            defaultValue = "${env:PROTOLAB_API}")
    private @Nullable String api;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "data directory of the standalone process (default: ${DEFAULT-VALUE})",
            defaultValue = "${env:PROTOLAB_DATA:-.protolab}")
    private Path data = Path.of(".protolab");

    @Option(names = "--json", description = "print JSON for scripts")
    private boolean json;

    public boolean json() {
        return json;
    }

    public Path data() {
        return data.toAbsolutePath().normalize();
    }

    /** @throws CommandFailure if nothing runs there */
    public ApiClient client() {
        return new ApiClient(address(), token(System.getenv()));
    }

    /** Prints a list of the API server: its own JSON for scripts, else what {@code show} makes of it. */
    <T> int print(String path, Class<T> type, Consumer<List<T>> show) {
        if (json) {
            System.out.println(client().get(path));
        } else {
            show.accept(client().list(path, type));
        }
        return ExitCodes.DONE;
    }

    /**
     * Has the API server do something to a thing, and says so.
     *
     * @param verb as the API calls it
     * @param path of the thing
     * @param thing in words
     * @param look command that shows what comes of it
     */
    int ask(String verb, String path, String thing, String look) {
        String answer = client().post(path + "/" + verb, "");
        System.out.println(json ? answer : verb + " asked of " + thing + "; see: protolab " + look);
        return ExitCodes.DONE;
    }

    /** Nothing else of the environment is judged here: a shell may hold variables for servers of any version. */
    static Optional<String> token(Map<String, String> variables) {
        Map<String, String> related = new TreeMap<>(variables);
        related.keySet().retainAll(Set.of(TOKEN, TOKEN + "_FILE"));
        Environment environment = new Environment(related);
        Optional<String> token = environment.secret(TOKEN);
        try {
            environment.verify();
        } catch (InvalidConfigException e) {
            throw new CommandFailure(ExitCodes.INVALID, String.valueOf(e.getMessage()));
        }
        return token;
    }

    private String address() {
        if (api != null && !api.isBlank()) {
            return api;
        }
        return addresses()
                .map(known -> known.parts().get("api"))
                .orElseThrow(() -> new CommandFailure(
                        ExitCodes.PLATFORM,
                        "nothing runs on " + data()
                                + "; start it with 'protolab up', or name an API server with --api URL"));
    }

    /**
     * Of the standalone process, if one runs on the data directory.
     *
     * @throws CommandFailure if this user may not know
     */
    public Optional<Addresses> addresses() {
        try {
            return Addresses.read(data());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCodes.PLATFORM,
                    "cannot read where the parts of " + data() + " are (" + e
                            + "); run the command as the user who started it, or name the API server with --api URL");
        }
    }
}
