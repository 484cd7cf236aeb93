package io.protolab.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Ports on the loopback address. */
final class Ports {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private Ports() {}

    /**
     * The port a server will listen on: the one asked for; else the one it had at the last start, so that bookmarks
     * stay true; else any free one.
     *
     * @param option the flag that chooses the port, named when the wanted one is taken
     * @param remembered the file that keeps the choice
     * @throws StartupException if the wanted port is in use
     */
    static int choose(String server, String option, @Nullable Integer wanted, Path remembered) {
        try {
            int port = wanted == null ? rememberedOrFree(remembered) : wanted;
            if (!isFree(port)) {
                throw new StartupException(
                        "Port " + port + " for " + server + " is in use" + user(port) + ".",
                        "Stop that program, or choose another port with " + option + " PORT.");
            }
            Files.writeString(remembered, port + "\n");
            return port;
        } catch (IOException e) {
            throw new StartupException(
                    "Cannot choose a port for " + server + " (" + e + ").", "Correct that and start again.", e);
        }
    }

    /**
     * Ports of one server that nobody types: those of its last start where all are free, else others. They lie below the range
     * from which the kernel takes ports of its own accord, so that they are still free when the server is started again.
     */
    static List<Integer> chooseLow(int count, Path remembered) {
        try {
            List<Integer> last = Files.exists(remembered)
                    ? Files.readAllLines(remembered).stream()
                            .filter(line -> line.matches("\\d{1,5}"))
                            .map(Integer::valueOf)
                            .toList()
                    : List.of();
            if (last.size() == count && last.stream().allMatch(Ports::isFree)) {
                return last;
            }
            List<Integer> ports = new SplittableRandom() // so that servers which start at once try others
                    .ints(LOWEST, HIGHEST)
                    .distinct()
                    .filter(Ports::isFree)
                    .limit(count)
                    .boxed()
                    .toList();
            Files.write(remembered, ports.stream().map(String::valueOf).toList());
            return ports;
        } catch (IOException e) {
            throw DataDirectory.notWritable(remembered, e);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int rememberedOrFree(Path remembered) throws IOException {
        if (Files.exists(remembered)) {
            String port = Files.readString(remembered).strip();
            if (port.matches("\\d{1,5}") && isFree(Integer.parseInt(port))) {
                return Integer.parseInt(port);
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String user(int port) {
        return ListeningSocket.on(port)
                .flatMap(ListeningSocket::owner)
                .map(process -> " by process " + process.pid()
                        + process.info()
                                .command()
                                .map(command -> " (" + command + ")")
                                .orElse(""))
                .orElse("");
    }
}
