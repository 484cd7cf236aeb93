package io.protolab.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LocalTemporalTest {

    @Test
    void answersAClient() {
        try (LocalTemporal temporal = LocalTemporal.start(null)) {
            assertServes(temporal.address());
        }
    }

    @Test
    void listensOnTheLoopbackAddressOnly() throws IOException {
        try (LocalTemporal temporal = LocalTemporal.start(null)) {
            int port = portOf(temporal.address());

            assertThat(accepts(InetAddress.getLoopbackAddress(), port)).isTrue();
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(address ->
                            assertThat(accepts(address, port)).as("%s", address).isFalse());
        }
    }

    @Test
    void saysThatItsPortIsInUse() {
        try (LocalTemporal temporal = LocalTemporal.start(null)) {
            int port = portOf(temporal.address());

            assertThatThrownBy(() -> LocalTemporal.start(port))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("Temporal cannot listen on port " + port)
                    .hasMessageContaining("--temporal-port PORT");
        }
    }

    @Test
    void runsInAProcessOfItsOwn() throws IOException, InterruptedException {
        Process process = JavaProcess.of(LocalTemporal.class, "0").start();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            assertThat(line).startsWith("Temporal at 127.0.0.1:");
            assertServes(line.substring("Temporal at ".length()));
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void assertServes(String address) {
        WorkflowServiceStubs client = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        try {
            assertThat(client.blockingStub()
                            .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                            .hasCapabilities())
                    .isTrue();
        } finally {
            client.shutdownNow();
        }
    }

    private static boolean accepts(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
