package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir
    Path directory;

    @Test
    void givesThePortOfTheLastStart() {
        Path remembered = directory.resolve("port");

        int first = Ports.choose("MLflow", "--mlflow-port", null, remembered);

        assertThat(Ports.choose("MLflow", "--mlflow-port", null, remembered)).isEqualTo(first);
    }

    @Test
    void givesAnotherPort_whenThatOfTheLastStartIsTaken() throws IOException {
        Path remembered = directory.resolve("port");
        int first = Ports.choose("MLflow", "--mlflow-port", null, remembered);

        try (ServerSocket other = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.choose("MLflow", "--mlflow-port", null, remembered))
                    .isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void refusesAWantedPortInUse_namingItsUser() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = other.getLocalPort();

            assertThatThrownBy(() -> Ports.choose("MLflow", "--mlflow-port", taken, directory.resolve("port")))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("Port " + taken + " for MLflow is in use by process "
                            + ProcessHandle.current().pid())
                    .hasMessageContaining("--mlflow-port PORT");
        }
    }

    @Test
    void keepsPortsBelowThoseOfOutgoingConnections_untilOneOfThemIsTaken() throws IOException {
        Path remembered = directory.resolve("ports");
        List<Integer> first = Ports.chooseLow(7, remembered);

        assertThat(first).hasSize(7).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
        assertThat(Ports.chooseLow(7, remembered)).isEqualTo(first);
        try (ServerSocket other = new ServerSocket(first.get(3), 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.chooseLow(7, remembered)).hasSize(7).doesNotContain(other.getLocalPort());
        }
    }
}
