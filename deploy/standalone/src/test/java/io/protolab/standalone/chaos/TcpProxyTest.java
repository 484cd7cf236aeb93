package io.protolab.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private static final int LONGEST_WAIT_MILLIS = 30_000;
    private static final byte[] REQUEST =
            "POST /x HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody".getBytes(StandardCharsets.US_ASCII);

    private ServerSocket server;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread echoing = new Thread(this::echo, "echo");
        echoing.setDaemon(true);
        echoing.start();
        proxy = TcpProxy.start(freePort(), server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void passesBytesBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoOf(client, "hello")).isEqualTo("hello");
            assertThat(echoOf(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void passesTheEndOnAfterTheLastByte() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write('x');
            client.shutdownOutput();

            assertThat(client.getInputStream().readAllBytes()).containsExactly('x');
        }
    }

    @Test
    void breaksConnectionsAndWelcomesNewOnes() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoOf(client, "hello")).isEqualTo("hello");
            proxy.cut();
            assertThat(isBroken(client)).isTrue();
        }
        try (Socket client = connect()) {
            assertThat(echoOf(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void refusesConnectionsUntilItIsUndone() throws IOException, InterruptedException {
        Injection.Undo undo = proxy.disturb(Disturbance.REFUSED);
        assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);

        undo.run();
        assertThat(Deadline.in(Duration.ofMillis(LONGEST_WAIT_MILLIS)).await(this::answers))
                .isTrue();
    }

    @Test
    void holdsBytesBackAndDeliversThemLater() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoOf(client, "hello")).isEqualTo("hello");
            Injection.Undo undo = proxy.disturb(Disturbance.STALLED);
            client.setSoTimeout(300);
            client.getOutputStream().write('x');
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> client.getInputStream().read());

            undo.run();
            client.setSoTimeout(LONGEST_WAIT_MILLIS);
            assertThat(client.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void answersInTheServersPlace() throws IOException {
        proxy.disturb(Disturbance.BUSY);
        try (Socket client = connect()) {
            client.getOutputStream().write(REQUEST);
            assertThat(client.getInputStream().readAllBytes())
                    .asString(StandardCharsets.US_ASCII)
                    .startsWith("HTTP/1.1 429 ")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void breaksOffWithinALongAnswer() throws IOException {
        proxy.disturb(Disturbance.TORN);
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[1000]);
            assertThat(countUntilBroken(client.getInputStream())).isLessThan(1000);
        }
    }

    @Test
    void isUndisturbedByTheEndOfADisturbanceThatWasReplaced() throws IOException {
        Injection.Undo first = proxy.disturb(Disturbance.BROKEN);
        Injection.Undo second = proxy.disturb(Disturbance.BUSY);
        first.run();
        try (Socket client = connect()) {
            client.getOutputStream().write(REQUEST);
            assertThat(client.getInputStream().readAllBytes())
                    .asString(StandardCharsets.US_ASCII)
                    .contains("429");
        }
        second.run();
        assertThat(answers()).isTrue();
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(LONGEST_WAIT_MILLIS);
        return client;
    }

    private boolean answers() {
        try (Socket client = connect()) {
            return echoOf(client, "hello").equals("hello");
        } catch (IOException e) {
            return false;
        }
    }

    private static String echoOf(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return new String(client.getInputStream().readNBytes(text.length()), StandardCharsets.US_ASCII);
    }

    private static boolean isBroken(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static int countUntilBroken(InputStream in) {
        int count = 0;
        try {
            while (in.read() >= 0) {
                count++;
            }
        } catch (IOException e) {
            // broken, as is the end
        }
        return count;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void echo() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread thread = new Thread(() -> echo(client), "echo of one");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // broken, as some tests want it
        }
    }
}
