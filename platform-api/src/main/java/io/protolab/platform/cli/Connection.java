package io.protolab.platform.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command finds the API server: {@code --api}, else the standalone process of the data directory. */
public final class Connection {
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
        Optional<String> token =
                Optional.ofNullable(System.getenv("PROTOLAB_TOKEN")).filter(text -> !text.isBlank());
        return new ApiClient(address(), token);
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

    /** Of the standalone process, if one runs on the data directory. */
    public Optional<Addresses> addresses() {
        try {
            return Addresses.read(data());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the addresses in " + data(), e);
        }
    }
}
