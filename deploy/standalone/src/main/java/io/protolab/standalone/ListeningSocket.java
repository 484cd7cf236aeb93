package io.protolab.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A TCP port somebody listens on, as the kernel lists it in {@code /proc/net/tcp}. An answer on a port does not prove
 * that our own child gives it; the owner of the socket does.
 */
record ListeningSocket(int port, long inode) {
    private static final String LISTEN = "0A";
    /** Columns of /proc/net/tcp. */
    private static final int LOCAL_ADDRESS = 1;

    private static final int STATE = 3;
    private static final int INODE = 9;

    static Optional<ListeningSocket> on(int port) {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .map(Path::of)
                .filter(Files::exists)
                .flatMap(ListeningSocket::lines)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(column -> column[STATE].equals(LISTEN) && portOf(column[LOCAL_ADDRESS]) == port)
                .map(column -> new ListeningSocket(port, Long.parseLong(column[INODE])))
                .findFirst();
    }

    /** The process that holds the socket, if we may see its open files. */
    Optional<ProcessHandle> owner() {
        return ProcessHandle.allProcesses().filter(this::isHeldBy).findFirst();
    }

    boolean isHeldBy(ProcessHandle process) {
        String link = "socket:[" + inode + "]";
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return open.anyMatch(file -> target(file).equals(link));
        } catch (IOException | UncheckedIOException e) {
            return false; // ended meanwhile, or not ours to look into
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** The address column reads like {@code 0100007F:1538}, all hexadecimal. */
    private static int portOf(String address) {
        String port = address.substring(address.lastIndexOf(':') + 1);
        return port.matches("[0-9A-F]{4}") ? Integer.parseInt(port, 16) : -1;
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
