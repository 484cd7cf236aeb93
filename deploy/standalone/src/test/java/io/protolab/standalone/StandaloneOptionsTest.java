package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protolab.platform.cli.CommandFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class StandaloneOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "--api-port, 99999, 65535",
        "--postgres-port, -1, 65535",
        "--temporal-port, 0, 65535",
        "--mlflow-port, many, 65535",
        "--threads, 0, 1024"
    })
    void refusesACountThatIsNone_beforeAnythingStarts(String option, String value, int most) {
        assertThatThrownBy(() -> new CommandLine(new Start()).parseArgs(option, value))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(option)
                .hasMessageContaining("'" + value + "' is outside of [1, " + most + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "65535"})
    void takesEveryPort(String port) {
        assertThat(started("--api-port", port).apiPort()).isEqualTo(Integer.valueOf(port));
    }

    @Test
    void takesTheTemporalThatIsNamed() {
        assertThat(started().temporal()).isNull();
        assertThat(started("--temporal", "server").temporal()).isEqualTo(TemporalChoice.SERVER);
    }

    @Test
    void computesWithAllCores_unlessFewerThreadsAreWanted() {
        assertThat(started().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(started("--threads", "1").threads()).isEqualTo(1);
    }

    @Test
    void waitsForWorkersAsLongAsTheEnvironmentSays() {
        StandaloneOptions options = new StandaloneOptions();
        StandaloneConfig unset = options.config(Map.of());
        StandaloneConfig set =
                options.config(Map.of("PROTOLAB_HEARTBEAT_TIMEOUT_SECONDS", "4", "PROTOLAB_STALL_SECONDS", "30"));

        assertThat(unset.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(unset.longestStep()).isEqualTo(Duration.ofMinutes(20));
        assertThat(set.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(set.longestStep()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> options.config(
                        Map.of("PROTOLAB_HEARTBEAT_TIMEOUT_SECONDS", "soon", "PROTOLAB_STALL_SECONDS", "0")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("PROTOLAB_HEARTBEAT_TIMEOUT_SECONDS")
                .hasMessageContaining("PROTOLAB_STALL_SECONDS");
    }

    private static StandaloneConfig started(String... words) {
        Start start = new Start();
        new CommandLine(start).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words);
        return start.options.config();
    }

    @Command
    private static final class Start {
        @Mixin
        private final StandaloneOptions options = new StandaloneOptions();
    }
}
