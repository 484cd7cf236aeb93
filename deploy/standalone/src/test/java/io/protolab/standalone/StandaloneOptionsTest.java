package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
