package io.protolab.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    private Path file = Path.of("token");

    @BeforeEach
    void write(@TempDir Path directory) throws IOException {
        file = Files.writeString(directory.resolve("token"), "from a file\n");
    }

    @Test
    void readsTheTokenFromAVariableOrAFile() {
        assertThat(Connection.token(Map.of("PROTOLAB_TOKEN", "plain", "PROTOLAB_ELSE", "ignored")))
                .hasValue("plain");
        assertThat(Connection.token(Map.of("PROTOLAB_TOKEN_FILE", file.toString())))
                .hasValue("from a file");
        assertThat(Connection.token(Map.of())).isEmpty();
    }

    @Test
    void refusesTwoTokens() {
        assertRefused(Map.of("PROTOLAB_TOKEN", "plain", "PROTOLAB_TOKEN_FILE", file.toString()))
                .hasMessageContainingAll("PROTOLAB_TOKEN and PROTOLAB_TOKEN_FILE are both set", "unset one");
    }

    @Test
    void namesAFileThatHoldsNoToken() throws IOException {
        assertRefused(Map.of("PROTOLAB_TOKEN_FILE", file + ".gone"))
                .hasMessageContainingAll(
                        "PROTOLAB_TOKEN_FILE is '" + file + ".gone', which cannot be read", "name a file");
        Files.writeString(file, " \n");
        assertRefused(Map.of("PROTOLAB_TOKEN_FILE", file.toString())).hasMessageContaining("is empty");
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Map<String, String> variables) {
        return assertThatThrownBy(() -> Connection.token(variables))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCodes.INVALID));
    }
}
