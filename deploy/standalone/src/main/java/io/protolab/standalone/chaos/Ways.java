package io.protolab.standalone.chaos;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The ways between processes, each by client and server as in {@code gpu-1>temporal}. Thread-safe. */
public final class Ways implements AutoCloseable {
    private final Map<String, TcpProxy> proxies = new LinkedHashMap<>();

    /** Opens a way for one client to one server. */
    public synchronized void open(String client, String server, int port, int target) {
        proxies.put(client + ">" + server, TcpProxy.start(port, target));
    }

    /** The port at which a client finds a server. */
    public int port(String client, String server) {
        return proxy(client + ">" + server).port();
    }

    /** Names, in the order in which they were opened. */
    public synchronized Set<String> names() {
        return new LinkedHashSet<>(proxies.keySet());
    }

    /** @throws IllegalArgumentException if there is no way of that name */
    public synchronized TcpProxy proxy(String name) {
        TcpProxy proxy = proxies.get(name);
        if (proxy == null) {
            throw new IllegalArgumentException("no way " + name + "; there are " + proxies.keySet());
        }
        return proxy;
    }

    @Override
    public synchronized void close() {
        proxies.values().forEach(TcpProxy::close);
    }
}
