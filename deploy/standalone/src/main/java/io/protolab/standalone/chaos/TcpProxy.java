package io.protolab.standalone.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One way between two processes, on the loopback address, that can be disturbed. Undisturbed it passes bytes on as they come, and the end
 * of either side to the other. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
    private static final long RETRY_MILLIS = 50;

    private final InetSocketAddress address;
    private final InetSocketAddress target;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Thread accepting;
    private Disturbance disturbance = Disturbance.NONE;
    private ServerSocket listening;
    private boolean closed;

    private TcpProxy(int port, int target) throws IOException {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
        this.listening = listen();
        this.accepting = new Thread(this::accept, "way to port " + target);
        accepting.setDaemon(true);
    }

    /**
     * Begins to pass on.
     *
     * @param port to listen on
     * @param target of the server; it need not listen yet
     */
    public static TcpProxy start(int port, int target) {
        try {
            TcpProxy proxy = new TcpProxy(port, target);
            proxy.accepting.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("no way from port " + port + " to port " + target, e);
        }
    }

    /** How a client reaches the server. */
    public int port() {
        return address.getPort();
    }

    /** Breaks every connection. */
    public void cut() {
        connections.forEach(ProxiedConnection::close);
    }

    /**
     * Disturbs the way until the answer is run. Except where bytes are held back, every connection breaks first, so that the disturbance
     * meets the beginning of a conversation. A later disturbance replaces an earlier one.
     */
    public Injection.Undo disturb(Disturbance wanted) {
        set(wanted);
        if (wanted != Disturbance.STALLED) {
            cut();
        }
        return () -> {
            if (current() == wanted) {
                set(Disturbance.NONE);
            }
        };
    }

    private synchronized void set(Disturbance wanted) {
        disturbance = wanted;
        notifyAll();
        if (wanted == Disturbance.REFUSED) {
            closeQuietly(listening);
        }
    }

    private synchronized Disturbance current() {
        return disturbance;
    }

    /** Holds a thread up as long as bytes are held back here. */
    synchronized void awaitFlow() throws InterruptedException {
        while (disturbance == Disturbance.STALLED && !closed) {
            wait();
        }
    }

    private ServerSocket listen() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(address);
        return socket;
    }

    private void accept() {
        try {
            for (ServerSocket socket = open(); socket != null; socket = open()) {
                acceptFrom(socket);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The socket to accept from, as soon as connections are not refused; null once this is closed. */
    private synchronized @Nullable ServerSocket open() throws InterruptedException {
        while (!closed && (disturbance == Disturbance.REFUSED || listening.isClosed())) {
            if (disturbance == Disturbance.REFUSED) {
                wait();
            } else {
                try {
                    listening = listen();
                } catch (IOException e) {
                    wait(RETRY_MILLIS); // somebody took the port meanwhile
                }
            }
        }
        return closed ? null : listening;
    }

    private void acceptFrom(ServerSocket socket) {
        try {
            Socket client = socket.accept();
            ProxiedConnection connection = new ProxiedConnection(this, client, target, current());
            connections.add(connection);
            connection.start();
        } catch (IOException e) {
            closeQuietly(socket); // refused from now on, or closed
        }
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a listening socket has nothing to lose
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
            closeQuietly(listening);
        }
        cut();
    }
}
