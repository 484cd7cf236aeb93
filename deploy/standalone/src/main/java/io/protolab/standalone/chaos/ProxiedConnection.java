package io.protolab.standalone.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection through a {@link TcpProxy}: a thread for each direction, or one that answers in the server's place. */
final class ProxiedConnection {
    /** Enough for the first line of an HTTP answer, and too little for any answer of MLflow's. */
    private static final int TORN_AFTER_BYTES = 60;

    private static final int CONNECT_MILLIS = 5000;
    private static final int BUFFER_BYTES = 1 << 16;

    private final TcpProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final InetSocketAddress target;
    private final Disturbance disturbance;

    /** @param disturbance at its beginning, which stays with it */
    ProxiedConnection(TcpProxy proxy, Socket client, InetSocketAddress target, Disturbance disturbance) {
        this.proxy = proxy;
        this.client = client;
        this.target = target;
        this.disturbance = disturbance;
    }

    void start() {
        daemon("there", disturbance.status() == 0 ? this::connect : this::answer)
                .start();
    }

    private Thread daemon(String direction, Runnable task) {
        Thread thread = new Thread(task, direction + " on port " + proxy.port());
        thread.setDaemon(true);
        return thread;
    }

    private void connect() {
        try {
            server.connect(target, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            close(); // as a dead server's machine would
            return;
        }
        long longestAnswer = disturbance == Disturbance.TORN ? TORN_AFTER_BYTES : Long.MAX_VALUE;
        daemon("back", () -> pass(server, client, longestAnswer)).start();
        pass(client, server, Long.MAX_VALUE);
    }

    private void pass(Socket from, Socket to, long most) {
        byte[] buffer = new byte[BUFFER_BYTES];
        long passed = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                proxy.awaitFlow();
                int allowed = (int) Math.min(read, most - passed);
                out.write(buffer, 0, allowed);
                passed += allowed;
                if (passed == most) {
                    close();
                    return;
                }
            }
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                close();
            }
        } catch (IOException e) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    /** Reads one request to its end and answers it. */
    private void answer() {
        try {
            InputStream in = client.getInputStream();
            String head = head(in);
            in.skipNBytes(bodyLength(head));
            client.getOutputStream()
                    .write(("HTTP/1.1 " + disturbance.status()
                                    + " Disturbed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // the client is gone, which is as good an end as any
        } finally {
            close();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("the request ends within its head");
            }
            head.append((char) read);
        }
        return head.toString();
    }

    private static long bodyLength(String head) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    /** Breaks it for both sides. */
    void close() {
        proxy.forget(this);
        closeQuietly(client);
        closeQuietly(server);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // broken already
        }
    }
}
